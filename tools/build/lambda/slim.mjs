// What packages bring along that a Lambda function never uses, and what stands in for it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { root } from '../bundle.mjs';

/** Everything that is said of the API for its documentation: nobody asks a function for that. */
const silentDecorators = () => {
  const names = Object.keys(createRequire(import.meta.url)('@nestjs/swagger')).filter((name) => name !== 'getSchemaPath');
  return `const decorator = () => () => undefined;
module.exports = { ${names.map((name) => `${name}: decorator`).join(', ')}, getSchemaPath: String };`;
};

/** The decoders that the runtime has itself, under the names that Express asks for. */
const runtimeDecoders = `
const open = (name) => new TextDecoder(name);
module.exports = {
  encodingExists: (name) => { try { open(name); return true; } catch { return false; } },
  decode: (bytes, name) => open(name).decode(bytes),
  getDecoder: (name) => {
    const decoder = open(name);
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  },
};`;

/** zod's messages in English alone. */
const english = `export { default as en } from './en.js';`;

/** The part of cheerio that reads a text; the rest fetches pages and guesses encodings. */
const cheerio = `${root}/node_modules/cheerio/dist/esm/load-parse.js`;

const standIns = [
  { filter: /^iconv-lite$/, contents: () => runtimeDecoders },
  { filter: /^@nestjs\/swagger$/, contents: silentDecorators },
];

const inPlaceOfPackages = ({ onResolve, onLoad }) => {
  standIns.forEach(({ filter, contents }, i) => {
    onResolve({ filter }, () => ({ path: String(i), namespace: 'stand-in' }));
    onLoad({ filter: new RegExp(`^${i}$`), namespace: 'stand-in' }, () => ({ contents: contents(), loader: 'js' }));
  });
  // Its other build asks for packages in a way that a bundler cannot see.
  onResolve({ filter: /^nestjs-zod$/ }, () => ({ path: `${root}/node_modules/nestjs-zod/dist/index.cjs` }));
  // One copy, whoever asks.
  onResolve({ filter: /^zod$/ }, () => ({ path: `${root}/node_modules/zod/index.js`, sideEffects: false }));
  onResolve({ filter: /^zod\/v4\/core$/ }, () => ({ path: `${root}/node_modules/zod/v4/core/index.js`, sideEffects: false }));
  onResolve({ filter: /^cheerio$/ }, () => ({ path: cheerio, sideEffects: false }));
};

/** The types that an API answers with; the whole list has thousands. */
const typesInUse =
  /^(application\/(json|problem\+json|octet-stream|xml|x-ndjson|javascript)|text\/(plain|html|css|csv|javascript|xml)|image\/(png|svg\+xml|x-icon))$/;

const smallerParts = ({ onLoad }) => {
  // A function parses little before it ends: writing parsers as text, and compiling them, takes longer than that.
  onLoad({ filter: /zod\/v4\/core\/core\.js$/ }, async ({ path }) => ({
    contents: `${await readFile(path, 'utf8')}\nglobalConfig.jitless = true;`,
  }));
  onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({ contents: english, resolveDir: path.replace(/\/[^/]+$/, '') }));
  onLoad({ filter: /mime-db\/db\.json$/ }, async ({ path }) => {
    const all = Object.entries(JSON.parse(await readFile(path, 'utf8')));
    return { contents: JSON.stringify(Object.fromEntries(all.filter(([type]) => typesInUse.test(type)))), loader: 'json' };
  });
};

export const slim = {
  name: 'slim',
  setup(build) {
    inPlaceOfPackages(build);
    smallerParts(build);
  },
};
