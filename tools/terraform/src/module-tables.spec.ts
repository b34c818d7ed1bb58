import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const workspace = join(__dirname, '../../..');

describe('the README of each module', () => {
  it('says what the module takes and gives', () => {
    const { stderr } = spawnSync(process.execPath, ['tools/terraform/module-tables.mjs', '--check'], { cwd: workspace, encoding: 'utf8' });
    expect(stderr).toBe('');
  }, 60_000);
});
