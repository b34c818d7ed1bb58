import { startSimulator, type Simulator } from '@twl/simulator';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writePostsSource } from './product/posts-source';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(120_000);

describe('twl export', () => {
  const folders = new TempFolders();
  let simulator: Simulator;
  let env: Record<string, string>;
  let folder: string;

  beforeAll(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
    const sourcesDir = folders.create();
    folder = folders.create();
    env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
    writePostsSource(sourcesDir, 'posts', { address: simulator.url, pageSize: 50 });
    expect((await twl(['run', 'posts'], env)).code).toBe(0);
  });
  afterAll(async () => {
    await simulator.close();
    await folders.remove();
  });

  it('writes a whole file in each format, and nothing beside it', async () => {
    for (const format of ['csv', 'ndjson', 'json', 'parquet']) {
      const { code, stdout, stderr } = await twl(['export', '--format', format, '--out', join(folder, `posts.${format}`)], env);
      expect([format, code, stdout, stderr]).toEqual([format, 0, '', '']);
    }
    const textOf = (format: string) => readFileSync(join(folder, `posts.${format}`), 'utf8');
    expect(textOf('ndjson').trimEnd().split('\n')).toHaveLength(100);
    expect(JSON.parse(textOf('json'))).toEqual(
      textOf('ndjson')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
    expect(textOf('csv').split('\r\n')[0]).toContain('data.userId');
    expect([textOf('parquet').slice(0, 4), textOf('parquet').slice(-4)]).toEqual(['PAR1', 'PAR1']);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('takes the filters of the list, and a time', async () => {
    const lines = async (...args: string[]) => {
      const { code, stdout } = await twl(['export', ...args], env);
      expect(code).toBe(0);
      return stdout.split('\n').length - 1;
    };
    expect(await lines('--where', 'q=qui', '--where', 'updatedAt.gte=2020-01-01T00:00:00Z')).toBeGreaterThan(0);
    expect(await lines('--where', 'updatedAt.lt=2020-01-01T00:00:00Z')).toBe(0);
    expect(await lines('--as-of', '2020-01-01T00:00:00Z')).toBe(0);
    expect(await lines('--as-of', '2999-01-01T00:00:00Z')).toBe(100);
  });

  it.each([
    [['--format', 'xml'], '--format must be one of csv, ndjson, json, parquet, not "xml"'],
    [['--where', 'id=1'], '--where must be NAME=VALUE with one of the names q, occurredAt.gte'],
    [['--where', 'updatedAt.gte=today'], '--where updatedAt.gte: '],
    [['--as-of', 'today'], '--as-of: '],
    [['--canonical', '--format', 'csv'], '--canonical is a format of its own'],
  ])('refuses %j with 2', async (args, text) => {
    const { code, stdout, stderr } = await twl(['export', ...args], env);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
  });
});
