#!/usr/bin/env node
// Makes the package that people install: dist/package, and of it a file by `npm pack`. All code is in it, so that it has no dependencies.
//   node tools/build/product-package.mjs     after `npm run build`
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { decorators, root } from './bundle.mjs';

/** What Nest asks for and can do without. Swagger UI comes along as files. */
const absent = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@fastify/static',
  '@fastify/view',
  'class-transformer',
  'class-validator',
  'swagger-ui-dist',
];

/** The other entrance of nestjs-zod asks for a package by a name that a bundle does not see. */
const seenByBundle = {
  name: 'seen-by-bundle',
  setup({ onResolve }) {
    onResolve({ filter: /^nestjs-zod$/ }, () => ({ path: join(root, 'node_modules/nestjs-zod/dist/index.cjs') }));
  },
};

const target = join(root, 'dist/package');
const app = join(target, 'dist/apps/cli');

const bundle = () =>
  build({
    absWorkingDir: root,
    entryPoints: {
      main: 'apps/cli/src/main.ts',
      'read-thread': 'libs/storage-local/src/threads/read-thread.ts',
      'work-thread': 'apps/api/src/heavy/work-thread.ts',
    },
    outdir: app,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
    // A module that asks where it is gets the place of the bundle.
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'bundleUrl' },
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: absent.flatMap((one) => [one, `${one}/*`]),
    tsconfig: 'tsconfig.base.json',
    legalComments: 'eof',
    logLevel: 'error',
    plugins: [seenByBundle, decorators],
  });

const copyFiles = () => {
  const dashboard = join(root, 'dist/apps/dashboard/browser');
  if (!existsSync(dashboard)) throw new Error(`${dashboard} is missing: run npm run build first`);
  cpSync(dashboard, join(target, 'dist/apps/dashboard/browser'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  for (const file of ['docs/source.schema.json', 'docs/openapi.json', 'docs/operations.md', 'LICENSE', 'README.md'])
    if (existsSync(join(root, file))) cpSync(join(root, file), join(target, file));
  cpSync(join(root, 'tools/install'), join(target, 'install'), { recursive: true });
  const swagger = dirname(createRequire(join(root, 'node_modules/@nestjs/swagger/package.json')).resolve('swagger-ui-dist/package.json'));
  cpSync(swagger, join(target, 'node_modules/swagger-ui-dist'), { recursive: true, filter: (path) => !path.endsWith('.map') });
};

const describe = () => {
  const { name, version, license, description, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { version: swagger } = JSON.parse(readFileSync(join(target, 'node_modules/swagger-ui-dist/package.json'), 'utf8'));
  const own = { dependencies: { 'swagger-ui-dist': swagger }, bundleDependencies: ['swagger-ui-dist'] };
  const files = ['bin', 'dist', 'docs', 'install'];
  const manifest = { name, version, license, description, engines, bin: { twl: 'bin/twl.cjs' }, files, ...own };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  mkdirSync(join(target, 'bin'), { recursive: true });
  writeFileSync(join(target, 'bin/twl.cjs'), "#!/usr/bin/env node\nrequire('../dist/apps/cli/main.cjs');\n");
  chmodSync(join(target, 'bin/twl.cjs'), 0o755);
};

rmSync(target, { recursive: true, force: true });
mkdirSync(app, { recursive: true });
await bundle();
copyFiles();
describe();
const { status, stdout } = spawnSync('npm', ['pack', '--json', '--pack-destination', join(root, 'dist')], {
  cwd: target,
  encoding: 'utf8',
});
if (status !== 0) process.exit(status ?? 1);
const [{ filename, size, unpackedSize }] = JSON.parse(stdout);
process.stdout.write(`dist/${filename}: ${(size / 2 ** 20).toFixed(1)} MB, ${(unpackedSize / 2 ** 20).toFixed(1)} MB installed\n`);
