import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './product/dist';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(300_000);

/** Installed megabytes at most. */
const mostMegabytes = 70;

/** Needs the dashboard, which `npm run build` builds. */
const isBuilt = existsSync(join(workspace, 'dist/apps/dashboard/browser'));

(isBuilt ? describe : describe.skip)('the package of the product', () => {
  const folders = new TempFolders();
  const folder = folders.create();
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR };
  const twl = (...args: string[]): string =>
    execFileSync(process.execPath, [join(folder, 'node_modules/twl-data-pipeline/bin/twl.cjs'), ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });

  beforeAll(() => {
    execFileSync(process.execPath, ['tools/build/product-package.mjs'], { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] });
    const { version } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as { version: string };
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const file = join(workspace, `dist/twl-data-pipeline-${version}.tgz`);
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', file], { cwd: folder, stdio: 'ignore' });
  });
  afterAll(() => folders.remove());

  it('installs in an empty folder without a network, as one package, and is small', () => {
    const installed = join(folder, 'node_modules');
    const files = globSync('**/*', { cwd: installed }).map((name) => statSync(join(installed, name)));
    expect(files.reduce((sum, { size }) => sum + size, 0) / 2 ** 20).toBeLessThan(mostMegabytes);
    for (const tool of ['esbuild', 'nx', 'typescript', '@swc']) expect(existsSync(join(installed, tool))).toBe(false);
  });

  it('runs a source in a folder that has one, and keeps its data', () => {
    mkdirSync(join(folder, 'sources'));
    cpSync(join(workspace, 'sources/jsonplaceholder'), join(folder, 'sources/jsonplaceholder'), { recursive: true });
    expect(twl('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(twl('run', 'jsonplaceholder')).toContain('100 fetched = 100 new');
    expect(twl('status')).toMatch(/^jsonplaceholder +fresh/m);
    expect(twl('doctor', '--json')).toContain('"name": "dashboard",\n      "state": "ok"');
  });
});
