import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file';

const waitUntil = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200 && !(await holds()); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('the log file', () => {
  let dataDir: string;
  let said: string[];
  let now: number;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'twl-log-'));
    said = [];
    now = 0;
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const open = (size?: string): Promise<LogFile> =>
    new LogFile(dataDir, { warn: (text) => said.push(text), now: () => now, ...(size && { size }) }).open();
  const logs = async (): Promise<string[]> => (await readdir(join(dataDir, 'logs'))).filter((name) => name !== 'current.log');

  it('holds every line, and is found under one name', async () => {
    const log = await open();
    log.write('{"n":1}\n');
    log.write('{"n":2}\n');
    expect(await readFile(join(dataDir, 'logs', 'current.log'), 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });

  it('is bounded, and loses no line of the files that stay', async () => {
    const log = await open('1k');
    for (let n = 0; n < 100; n++) {
      log.write(`${JSON.stringify({ n, text: 'x'.repeat(80) })}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await waitUntil(async () => (await logs()).length <= 5);
    const names = await logs();
    const text = (await Promise.all(names.map((name) => readFile(join(dataDir, 'logs', name), 'utf8')))).join('');
    const numbers = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { n: number }).n)
      .sort((a, b) => a - b);
    expect(numbers.at(-1)).toBe(99);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => 100 - numbers.length + i));
    expect(text.length).toBeLessThan(6 * 1200);
  });

  it('goes on after it could not be written, and says so once a minute', async () => {
    await writeFile(join(dataDir, 'logs'), 'a file in the way');
    const log = await open();
    log.write('{"n":1}\n');
    now = 59_000;
    log.write('{"n":2}\n');
    expect(said).toEqual([expect.stringMatching(/^the log file in .*logs cannot be written: .*; everything else continues\n$/)]);
    await rm(join(dataDir, 'logs'));
    now = 61_000;
    log.write('{"n":3}\n');
    await waitUntil(async () => (log.write('{"n":4}\n'), (await readdir(dataDir)).includes('logs')));
    await waitUntil(async () => (log.write('{"n":4}\n'), (await readFile(join(dataDir, 'logs', 'current.log'), 'utf8')).length > 0));
    expect(said).toHaveLength(1);
  });
});
