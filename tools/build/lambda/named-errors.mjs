// Names are made short in a bundle, and to keep them all costs a third of its start. Those of errors are read by people.
import { readFile } from 'node:fs/promises';

const declared = /^(?:export )?(?:abstract )?class (\w+Error)\b/gm;

export const namedErrors = {
  name: 'named-errors',
  setup({ onLoad }) {
    onLoad({ filter: /\/(apps|libs)\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const names = [...source.matchAll(declared)].map(([, name]) => name);
      if (names.length === 0 || /^\s*@[A-Z]\w*\(/m.test(source)) return undefined;
      const lines = names.map((name) => `Object.defineProperty(${name}, 'name', { value: '${name}' });`);
      return { contents: `${source}\n${lines.join('\n')}\n`, loader: 'ts' };
    });
  },
};
