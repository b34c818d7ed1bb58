// A function in several files: app.js, which is loaded at once, and one more for each thing that is loaded where the code says
// `await import(...)`.
//
// esbuild splits in one format alone, that of ECMAScript modules, and Node cannot load those with compiled code. So it works twice: it splits
// into pieces, and then writes each part, with all the pieces that belong to it, as one CommonJS file.
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** What packages load by themselves, such as the credentials of a profile, and what never runs in a function. */
const seldom = 'seldom';

/** The last word of the name of the library or package whose entrance a file is. */
const nameOf = (entry) => /^(?:libs|node_modules)\/(?:@[^/]+\/)?([^/]+)/.exec(entry)[1];

/** The entrances of libraries and packages that our own code asks for on its way. */
const askedFor = ({ inputs }) => {
  const ours = Object.entries(inputs).filter(([path]) => /^(apps|libs)\//.test(path));
  const late = ours.flatMap(([, { imports }]) => imports).filter(({ kind }) => kind === 'dynamic-import');
  return new Set(late.map(({ path }) => path).filter((path) => /^node_modules|^libs.*\/src\/index.ts$/.test(path)));
};

/** Tells for every piece which part it goes into: the first one that needs it. */
const divide = (metafile) => {
  const pieces = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const asked = askedFor(metafile);
  const parts = new Map();
  const put = (piece, part) => {
    if (parts.has(piece)) return;
    parts.set(piece, part);
    for (const { path, kind, external } of pieces.get(piece).imports) if (!external && kind !== 'dynamic-import') put(basename(path), part);
  };
  put('app.js', 'app');
  // This goes on to what is put there meanwhile.
  for (const piece of parts.keys())
    for (const { path, kind, external } of pieces.get(piece).imports) {
      if (external || kind !== 'dynamic-import') continue;
      const { entryPoint } = pieces.get(basename(path));
      put(basename(path), asked.has(entryPoint) ? nameOf(entryPoint) : seldom);
    }
  return parts;
};

/** The pieces that other parts need. */
const askedFromElsewhere = ({ outputs }, parts) => {
  const needed = Object.entries(outputs).flatMap(([path, { imports }]) =>
    imports.filter(({ path: other }) => parts.get(basename(other)) !== parts.get(basename(path))).map(({ path: other }) => basename(other)),
  );
  return new Set(needed);
};

/** A piece under the name that other parts ask for it by. */
const exported = (piece) => piece.replace(/\W/g, '_');

/** Gives esbuild the pieces of one part, and for those of the others a line that asks for them. */
const piecesOf = (part, parts, texts) => ({
  name: 'pieces',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ path, namespace }) => {
      const piece = basename(path);
      if (namespace === 'elsewhere') return { path, external: true };
      return { path: piece, namespace: parts.get(piece) === part ? 'piece' : 'elsewhere' };
    });
    onLoad({ filter: /./, namespace: 'piece' }, ({ path }) => ({ contents: texts.get(path), resolveDir: '/' }));
    onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({
      contents: `module.exports = require('./${parts.get(path)}.js').${exported(path)};`,
    }));
  },
});

/** Writes app.js and its parts into a folder. Gives esbuild's account of what went into them, and their names. */
export const buildParts = async (options, folder) => {
  const { banner, minify, ...shared } = options;
  const split = { format: 'esm', splitting: true, outdir: folder, entryNames: 'app', chunkNames: '[name]-[hash]', minifySyntax: true };
  const { metafile, outputFiles } = await build({ ...shared, ...split, sourcemap: 'inline', write: false });
  const parts = divide(metafile);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const names = [...new Set(parts.values())];
  const asked = askedFromElsewhere(metafile, parts);
  for (const name of names) {
    const pieces = [...parts].filter(([, part]) => part === name).map(([piece]) => piece);
    const lines = [name === 'app' ? `export * from './app.js';` : `export * as entrance from './${pieces[0]}';`];
    lines.push(...pieces.filter((piece) => asked.has(piece)).map((piece) => `export * as ${exported(piece)} from './${piece}';`));
    const entrance = lines.join('\n');
    const { absWorkingDir, platform, target, sourcesContent, legalComments, logLevel } = options;
    await build({
      ...{ absWorkingDir, platform, target, sourcesContent, legalComments, logLevel, banner, minify },
      stdin: { contents: entrance, sourcefile: `${name} of pieces`, resolveDir: folder },
      outfile: join(folder, `${name}.js`),
      bundle: true,
      packages: 'external',
      format: 'cjs',
      sourcemap: 'linked',
      plugins: [piecesOf(name, parts, texts)],
    });
  }
  return { metafile, names };
};
