#!/usr/bin/env node
// npm run simulate | npm run bench | npm run figures …: bundles one of our tools and runs it.
//   node tools/scripts/tool.mjs NAME [arguments of the tool]
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { env, install, node, root } from './prepare.mjs';

const [name, ...args] = process.argv.slice(2);
install();
const { build } = await import('esbuild');
const { bundleOptions } = await import('../build/bundle.mjs');
const file = `dist/tools/${name}/main.cjs`;
await build(bundleOptions(`tools/${name}/src/main.ts`, file));
const child = spawn(node(), ['--enable-source-maps', '--expose-gc', join(root, file), ...args], { cwd: root, env, stdio: 'inherit' });
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
