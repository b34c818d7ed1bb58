import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('docs/guarantees.md');
const files = execFileSync('git', ['ls-files', 'libs', 'apps', 'tools'], { cwd: root, encoding: 'utf8' }).split('\n');

const cards = page.split(/^## /m).filter((part) => /^\d+\. /.test(part));

/** The paragraph of a card that begins with a word, up to the next blank line. */
const partOf = (card: string, name: string): string => card.split(`**${name}.**`)[1]?.split(/\n\n(?!- )/)[0] ?? '';

const mutants = [...read('tools/simulation/src/play/mutants.ts').matchAll(/name: '([^']+)'/g)].map(([, name]) => name);

describe('docs/guarantees.md', () => {
  it('has a card for each promise: the promise, at most three lines of how, tests', () => {
    expect(cards).toHaveLength(10);
    for (const card of cards) {
      expect(partOf(card, 'Promise')).toMatch(/\w/);
      expect(partOf(card, 'How').match(/^- /gm)?.length).toBe(3);
      expect(partOf(card, 'Tests')).toMatch(/\.spec\.ts`/);
    }
  });

  it.each(cards.map((card) => [card.split('\n')[0], partOf(card, 'Tests')]))('names tests that exist: %s', (_, tests) => {
    for (const [, name, words] of tests.matchAll(/`([^`]+\.ts)`(?: \("([^"]+)"\))?/g)) {
      const found = files.filter((file) => basename(file) === name);
      expect([name, found.length > 0]).toEqual([name, true]);
      if (words) expect(found.filter((file) => read(file).includes(words))).not.toEqual([]);
    }
  });

  it('names the mutants of the simulation, all of them and no others', () => {
    const named = cards.flatMap((card) =>
      [...partOf(card, 'Tests').matchAll(/_([^_`]+)_/g)].map(([, name]) => name?.replaceAll('\n', ' ')),
    );
    expect(mutants.length).toBeGreaterThan(10);
    expect(named.sort()).toEqual(mutants.sort());
  });

  it('has short lines outside of its tables', () => {
    expect(page.split('\n').filter((line) => line.length > 160 && !line.startsWith('|'))).toEqual([]);
  });
});
