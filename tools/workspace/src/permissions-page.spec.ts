import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

describe('docs/aws.md', () => {
  it('has the permissions of terraform/permissions.json', () => {
    expect(() =>
      execFileSync(process.execPath, ['tools/aws/permissions-table.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
    ).not.toThrow();
  });
});
