import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const simulation = 'tools/simulation/src/simulation.spec.ts';
const page = readFileSync(join(root, 'docs/faults.md'), 'utf8');

/** The rows of the tables, each with the cell that says what shows it. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|( ?-|\s*what happens)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map((cells) => ({ what: cells[1]!, shownBy: cells.at(-2)! }));

/** The tests that a cell names: a file, and words of a test in it where some are quoted. */
const testsIn = (cell: string): { file: string; words: string | undefined }[] =>
  [...cell.matchAll(/`([^`]+)`(?: \("([^"]+)"\))?/g)].map(([, name, words]) => ({
    file: name === 'simulation.spec.ts' ? simulation : name!,
    words,
  }));

describe('docs/faults.md', () => {
  it('has rows, and names a test in each', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter(({ shownBy }) => testsIn(shownBy).length === 0)).toEqual([]);
  });

  it.each(rows.map(({ what, shownBy }) => [what, shownBy]))('names tests that exist: %s', (_, shownBy) => {
    for (const { file, words } of testsIn(shownBy)) {
      expect([file, existsSync(join(root, file))]).toEqual([file, true]);
      expect(file).toMatch(/\.(spec|aws)\.ts$|-suite\.ts$/);
      if (words) expect(readFileSync(join(root, file), 'utf8')).toContain(words);
    }
  });
});
