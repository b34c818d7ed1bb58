import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const root = join(__dirname, '../../..');

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** Every import of the workspace against the rules of `.dependency-cruiser.mjs`. */
const violations = (): Violation[] => {
  const { stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['libs', 'apps', 'tools', '--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
  );
  if (!stdout) throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
};

/** Folders with more source files than a reader takes in at once. */
const crowded = (folder: string): string[] => {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const files = entries.filter(({ name }) => /\.ts$/.test(name) && !/\.(spec|aws|factory)\.ts$/.test(name));
  const folders = entries.filter((entry) => entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name));
  return [...(files.length > 15 ? [`${folder}: ${files.length}`] : []), ...folders.flatMap(({ name }) => crowded(`${folder}/${name}`))];
};

describe('rooms', () => {
  it('have no circle of imports between folders, and none between files but inside of one folder', () => {
    expect(violations().map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  }, 120_000);

  it('have at most 15 source files', () => {
    expect(['libs', 'apps', 'tools'].flatMap(crowded)).toEqual([]);
  });
});
