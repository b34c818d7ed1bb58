import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The floors of this folder, from the ground up. */
const floors = ['table', 'items', 'caches', 'steps', 'stores'];

const floorOf = (path: string): number => floors.indexOf(path.split('/')[0]!);

/** Returns the imports of a file from a floor above it, or from no floor. */
const importsUp = (path: string, text: string): string[] =>
  [...text.matchAll(/from '(\.[^']*)'/g)]
    .map(([, module]) => relative(__dirname, join(__dirname, dirname(path), module!)))
    .filter((target) => !target.startsWith('..') && !(floorOf(target) >= 0 && floorOf(target) <= floorOf(path)))
    .map((target) => `${path} -> ${target}`);

describe('the floors of the DynamoDB code', () => {
  it.each([
    ['items/keys.ts', '../caches/streams', ['items/keys.ts -> caches/streams']],
    ['items/runs/run-items.ts', '../../steps/lists/merge', ['items/runs/run-items.ts -> steps/lists/merge']],
    ['steps/lists/merge.ts', '../../items/keys', []],
    ['steps/lists/merge.ts', './fill-page', []],
    ['steps/lists/merge.ts', '../../../meter/meter', []],
  ])('are kept apart: %s imports %s', (path, module, found) => {
    expect(importsUp(path, `import { one } from '${module}';`)).toEqual(found);
  });

  it('import nothing from a floor above', () => {
    const paths = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && path.includes('/') && !/\.(spec|aws)\.ts$/.test(path),
    );
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.flatMap((path) => importsUp(path, readFileSync(join(__dirname, path), 'utf8')))).toEqual([]);
  });
});
