import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');
const file = join(root, 'docs/security.md');

describe('docs/security.md', () => {
  it('names tests that are there', () => {
    const paths = [...readFileSync(file, 'utf8').matchAll(/`((?:apps|libs|tools)\/[^`]+)`/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
