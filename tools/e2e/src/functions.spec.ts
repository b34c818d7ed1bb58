import { execFileSync } from 'node:child_process';
import { workspace } from './product/dist';
import { TempFolders } from './product/temp-folder';

describe('the functions for Lambda, bundled', () => {
  const folders = new TempFolders();

  afterAll(() => folders.remove());

  it('have handlers of two arguments: the runtime of Node 24 refuses one of three', () => {
    const script = ['tools/build/lambda/handler-arguments.mjs', folders.create()];
    const told = execFileSync(process.execPath, script, { cwd: workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(told.trim().split('\n')).toEqual(['ingestion 2', 'processing 2', 'api 2']);
  }, 120_000);
});
