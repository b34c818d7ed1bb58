// Bundles the Lambda entrance of an app: one minified file with everything that it starts with, and a part for each thing it may need later.
import { decorators, root } from '../bundle.mjs';
import { namedErrors } from './named-errors.mjs';
import { buildParts } from './parts.mjs';
import { slim, withoutServer } from './slim.mjs';

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
const registers = /\/lambda\.ts$|\/jinja\/src\/filters\//;

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

/** Secrets are asked for where sources are called, and HTTP is spoken by the API alone, which hands over what is too large for it. */
const absentIn = {
  ingestion: ['@nestjs/platform-express', '@aws-sdk/s3-request-presigner'],
  processing: ['@nestjs/platform-express', '@aws-sdk/s3-request-presigner', '@aws-sdk/client-ssm', '@aws-sdk/client-secrets-manager'],
  api: ['@aws-sdk/client-ssm', '@aws-sdk/client-secrets-manager'],
};

/** esbuild's options for the function of an app. */
export const functionOptions = (name) => ({
  absWorkingDir: root,
  entryPoints: [`apps/${name}/src/lambda.ts`],
  bundle: true,
  minify: true,
  // A module that asks where it is gets the place of the bundle.
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'bundleUrl' },
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: [...absent.flatMap((one) => [one, `${one}/*`]), ...absentIn[name]],
  tsconfig: 'tsconfig.base.json',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [...(name === 'api' ? [] : [withoutServer]), slim, ownAreUnusedUnlessUsed, namedErrors, decorators],
});

/** Bundles one function into a folder; gives esbuild's account of what went into it, and the names of its parts. */
export const bundleFunction = (name, folder) => buildParts(functionOptions(name), folder);
