#!/usr/bin/env node
// Bundles one app into dist/apps/NAME/main.cjs: our own code in one file, packages left in node_modules.
//   node tools/build/bundle.mjs NAME [--serve [arguments of the app]]
// With --serve the app runs and is started again after each change.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { transform } from '@swc/core';
import { build, context } from 'esbuild';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** esbuild drops the types that Nest reads from decorated classes; swc keeps them. */
export const decorators = {
  name: 'decorators',
  setup({ onLoad }) {
    onLoad({ filter: /\/(apps|libs)\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!/^\s*@[A-Z]\w*\(/m.test(source)) return undefined;
      const { code } = await transform(source, {
        filename: path,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/** esbuild's options for an entry file of ours. */
export const bundleOptions = (entry, outfile) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  packages: 'external',
  tsconfig: 'tsconfig.base.json',
  sourcemap: 'linked',
  keepNames: true,
  logLevel: 'warning',
  plugins: [decorators],
});

/** Scripts of the threads of those apps that answer requests; each lies beside the app that starts it. */
const threads = {
  'read-thread': 'libs/storage-local/src/threads/read-thread.ts',
  'work-thread': 'apps/api/src/heavy/work-thread.ts',
};
const threadsOf = { api: threads, cli: threads };

const appOptions = (name) => ({
  ...bundleOptions(undefined, undefined),
  entryPoints: { main: `apps/${name}/src/main.ts`, ...threadsOf[name] },
  outdir: `dist/apps/${name}`,
  outExtension: { '.js': '.cjs' },
});

/** Bundles an app. */
export const bundle = (name) => build(appOptions(name));

const serve = async (name, args) => {
  let child;
  const start = () => {
    child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${name}/main.cjs`, ...args], { cwd: root, stdio: 'inherit' });
  };
  const restart = {
    name: 'restart',
    setup({ onEnd }) {
      onEnd(({ errors }) => {
        if (errors.length > 0) return;
        if (!child || child.exitCode !== null || child.signalCode !== null) return start();
        child.once('exit', start);
        child.kill('SIGTERM');
      });
    },
  };
  const options = appOptions(name);
  const watching = await context({ ...options, plugins: [...options.plugins, restart] });
  await watching.watch();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      child?.removeAllListeners('exit');
      child?.once('exit', (code) => process.exit(code ?? 0));
      child?.kill(signal);
      if (!child || child.exitCode !== null) process.exit(0);
    });
  }
};

if (process.argv[1]?.endsWith('bundle.mjs')) {
  const [name, ...rest] = process.argv.slice(2);
  if (rest[0] === '--serve') await serve(name, rest.slice(1));
  else await bundle(name);
}
