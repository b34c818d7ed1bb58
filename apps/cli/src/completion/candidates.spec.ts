import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { candidates } from './candidates';

describe('what can follow a command line', () => {
  const program = new Command('twl');
  const source = program.command('source').alias('sources');
  source.command('pause <source...>').option('--why <reason>', '').option('--json', '');
  program.command('run <source>').option('-s, --stream <name>', '');
  program.command('runs').command('list').option('--source <name>', '');
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'twl-complete-'));
    for (const name of ['shop', 'bank']) mkdirSync(join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    [[''], ['run', 'runs', 'source']],
    [['ru'], ['run', 'runs']],
    [['sources', 'p'], ['pause']],
    [
      ['run', ''],
      ['bank', 'shop'],
    ],
    [['sources', 'pause', 's'], ['shop']],
    [
      ['runs', 'list', '--source', ''],
      ['bank', 'shop'],
    ],
    [
      ['sources', 'pause', '--'],
      ['--help', '--json', '--why'],
    ],
    [
      ['nothing', ''],
      ['run', 'runs', 'source'],
    ],
    [['run', 'shop', ''], []],
  ])('%j: %j', (words, expected) => {
    expect(candidates(program, words, folder)).toEqual(expected);
  });

  it('is no name of a source where there is no folder', () => {
    expect(candidates(program, ['run', ''], '/no/where')).toEqual([]);
  });
});
