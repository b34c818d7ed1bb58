import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

const sectionOf = (title: string): string => page.split(new RegExp(`^#+ ${title}$`, 'm'))[1]?.split(/^#+ /m)[0] ?? '';
/** What the first column of the table of a section names. */
const rowsOf = (section: string): string[] =>
  [...section.matchAll(/^\| (`[^|]*`) *\|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('docs/architecture.md', () => {
  it('tells the way of one record in at most 25 lines, each with a file', () => {
    const lines = sectionOf('The way of one record').split('\n');
    const steps = lines.filter((line) => /^\d+\. /.test(line));
    expect(steps.length).toBeGreaterThan(15);
    expect(steps.length).toBeLessThanOrEqual(25);
    expect(steps.filter((line) => !/`[^`]+\.ts`/.test(line))).toEqual([]);
  });

  it('names only paths that exist', () => {
    const paths = [...page.matchAll(/`((?:libs|apps|tools|docs|sources)\/[^`]*)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('has short lines outside of its tables', () => {
    expect(page.split('\n').filter((line) => line.length > 160 && !line.startsWith('|'))).toEqual([]);
  });

  it('lists every app and library, and every room of the pipeline and of the tools', () => {
    const projects = rowsOf(page).filter((name) => /^(apps|libs)\//.test(name));
    expect(projects.sort()).toEqual(['apps', 'libs'].flatMap((folder) => foldersIn(folder).map((name) => `${folder}/${name}`)).sort());
    expect(rowsOf(sectionOf('The rooms of the pipeline')).sort()).toEqual(foldersIn('libs/pipeline/src').sort());
    expect(rowsOf(sectionOf('The rooms of the tools')).sort()).toEqual(foldersIn('tools').sort());
  });
});
