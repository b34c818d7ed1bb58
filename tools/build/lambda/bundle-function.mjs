// Bundles the Lambda entrance of an app into one minified file with everything it needs.
import { build } from 'esbuild';
import { decorators, root } from '../bundle.mjs';
import { namedErrors } from './named-errors.mjs';
import { slim } from './slim.mjs';

/** What Nest asks for and can do without, and what runs on a laptop alone. */
const absent = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@fastify/static',
  'class-transformer',
  'class-validator',
  'swagger-ui-dist',
  '@twl/simulator',
];

/** Modules that are loaded for what they do: the entrances, and tables that fill themselves. */
const registers = /\/lambda\.ts$|\/interpolation\/filters\//;

/** Our own modules, and packages of which whole entrances need nothing. */
const pure = /^(@twl\/|\.|ajv$|yauzl$|yaml$|croner$|re2js$|fast-xml-parser$|cheerio)/;

/** Our own modules do nothing when they are loaded: what nobody uses of them is left out. */
const ownAreUnusedUnlessUsed = {
  name: 'own-modules',
  setup({ onResolve, resolve }) {
    onResolve({ filter: pure }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked' || absent.includes(path)) return undefined;
      const { kind, importer, resolveDir } = from;
      if (!importer.startsWith(`${root}/apps/`) && !importer.startsWith(`${root}/libs/`)) return undefined;
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: 'asked' });
      return { ...found, sideEffects: registers.test(found.path) };
    });
  },
};

/** Secrets are asked for where sources are called. */
const withoutSecrets = ['@aws-sdk/client-ssm', '@aws-sdk/client-secrets-manager'];

/** esbuild's options for the function of an app. */
export const functionOptions = (name, outfile) => ({
  absWorkingDir: root,
  entryPoints: [`apps/${name}/src/lambda.ts`],
  outfile,
  bundle: true,
  minify: true,
  // A module that asks where it is gets the place of the bundle.
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'bundleUrl' },
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: [...absent.flatMap((one) => [one, `${one}/*`]), ...(name === 'ingestion' ? [] : withoutSecrets)],
  tsconfig: 'tsconfig.base.json',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [slim, ownAreUnusedUnlessUsed, namedErrors, decorators],
});

/** Bundles one function; gives esbuild's account of what went into it. */
export const bundleFunction = async (name, outfile) => (await build(functionOptions(name, outfile))).metafile;
