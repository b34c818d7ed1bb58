// What packages bring along that a Lambda function never uses, and what stands in for it.
import { globSync, readFileSync } from 'node:fs';
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

/** What Nest asks of rxjs, from the build of it that can be had in parts. */
const usedOfRxjs = () => {
  const files = globSync('node_modules/{@nestjs/{common,core,platform-express},nestjs-zod,@ssut/nestjs-sqs}/**/*.{js,cjs}', { cwd: root });
  const uses = files.flatMap((file) => [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/\b(?:rxjs|operators)(?:_\d+)?\.(\w+)/g)]);
  return `export { ${[...new Set(uses.map(([, name]) => name))].sort().join(', ')} } from '${root}/node_modules/rxjs/dist/esm/index.js';`;
};

/** Remembers something about objects while Express writes or reads a query; the original goes back to before there was a \`WeakMap\`. */
const sideChannel = 'module.exports = () => new WeakMap();';

/** What is never called in a function: uploads, threads that write the log, schemas of zod 3. */
const nothing = 'module.exports = { z: {} };';

/** The only thing that the writer of the log asks of it. */
const assert = 'module.exports = (value, message) => { if (!value) throw new Error(message); };';

/** zod's messages in English alone. */
const english = `export { default as en } from './en.js';`;

/** The part of cheerio that reads a text; the rest fetches pages and guesses encodings. */
const cheerio = `${root}/node_modules/cheerio/dist/esm/load-parse.js`;

const standIns = [
  { filter: /^iconv-lite$/, contents: () => runtimeDecoders },
  { filter: /^@nestjs\/swagger$/, contents: silentDecorators },
  { filter: /^rxjs(\/operators)?$/, contents: usedOfRxjs },
  { filter: /^assert$/, by: /\/sonic-boom\//, contents: () => assert },
  { filter: /^side-channel$/, contents: () => sideChannel },
  { filter: /^(multer|thread-stream|zod\/v3)$/, contents: () => nothing },
];

const inPlaceOfPackages = ({ onResolve, onLoad }) => {
  standIns.forEach(({ filter, contents, by = /./ }, i) => {
    onResolve({ filter }, ({ importer }) => (by.test(importer) ? { path: String(i), namespace: 'stand-in' } : undefined));
    onLoad({ filter: new RegExp(`^${i}$`), namespace: 'stand-in' }, () => ({ contents: contents(), loader: 'js', resolveDir: root }));
  });
  // Of Nest's core we ask for what puts an app together: that takes along what it needs itself.
  onResolve({ filter: /^@nestjs\/core$/ }, () => ({ path: `${root}/node_modules/@nestjs/core/nest-factory.js` }));
  onResolve({ filter: /^tslib$/ }, () => ({ path: `${root}/node_modules/tslib/tslib.es6.mjs` }));
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
  // Nobody compiles schemas here, nor makes them of JSON Schema.
  onLoad({ filter: /zod\/v4\/(core\/compile|classic\/from-json-schema)\.js$/ }, async ({ path }) => {
    const names = [...(await readFile(path, 'utf8')).matchAll(/^export (?:class|const|function) (\w+)/gm)].map(([, name]) => name);
    return { contents: `export const ${names.map((name) => `${name} = undefined`).join(', ')};` };
  });
  onLoad({ filter: /@nestjs\/platform-express\/multer\/index\.js$/ }, () => ({ contents: nothing }));
  // How a date is written in the lines of Nest's own log, which a function has not: finding it out takes as long as half of the SDK.
  onLoad({ filter: /@nestjs\/common\/services\/(console-)?logger\.service\.js$/ }, async ({ path }) => ({
    contents: (await readFile(path, 'utf8')).replace(
      /new Intl\.DateTimeFormat\(([^)]*)\)/,
      '{ format: (time) => new Intl.DateTimeFormat($1).format(time) }',
    ),
  }));
  // A client says its version.
  onLoad({ filter: /@aws-sdk\/[\w-]+\/package\.json$/ }, async ({ path }) => {
    const { version } = JSON.parse(await readFile(path, 'utf8'));
    return { contents: JSON.stringify({ version }), loader: 'json' };
  });
  onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({ contents: english, resolveDir: path.replace(/\/[^/]+$/, '') }));
  onLoad({ filter: /mime-db\/db\.json$/ }, async ({ path }) => {
    const all = Object.entries(JSON.parse(await readFile(path, 'utf8')));
    return { contents: JSON.stringify(Object.fromEntries(all.filter(([type]) => typesInUse.test(type)))), loader: 'json' };
  });
};

/** What answers HTTP requests, for a function that is sent none. */
export const withoutServer = {
  name: 'without-server',
  setup({ onLoad }) {
    onLoad({ filter: /@nestjs\/core\/nest-application\.js$/ }, () => ({ contents: nothing }));
  },
};

export const slim = {
  name: 'slim',
  setup(build) {
    inPlaceOfPackages(build);
    smallerParts(build);
  },
};
