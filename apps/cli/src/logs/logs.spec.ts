import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GrowingFile, logFiles } from './log-files';
import { matchesLine } from './log-filter';

describe('the files of the log', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twl-logs-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('come in the order in which they were written', () => {
    for (const name of ['twl.10.log', 'twl.9.log', 'current.log', 'other.txt']) writeFileSync(join(folder, name), '');
    expect(logFiles(folder)).toEqual([join(folder, 'twl.9.log'), join(folder, 'twl.10.log')]);
    expect(logFiles(join(folder, 'none'))).toEqual([]);
  });

  it('are read on where they grow, in whole lines', () => {
    const path = join(folder, 'twl.1.log');
    writeFileSync(path, 'one\ntw');
    const file = new GrowingFile(path);
    expect([...file.readLines()]).toEqual(['one']);
    expect([...file.readLines()]).toEqual([]);
    expect(file.isRead()).toBe(true);
    const umlaut = Buffer.from('ö\n');
    appendFileSync(path, 'o\nthr');
    appendFileSync(path, umlaut.subarray(0, 1));
    expect([...file.readLines()]).toEqual(['two']);
    appendFileSync(path, umlaut.subarray(1));
    expect([...file.readLines()]).toEqual(['thrö']);
  });
});

describe('the filter of the log', () => {
  const line = JSON.stringify({ level: 'warn', event: 'run.waiting', runId: 'shop.orders.1', source: 'shop' });

  it.each([
    [{}, true],
    [{ run: 'shop.orders.1' }, true],
    [{ run: 'shop.orders' }, false],
    [{ source: 'shop' }, true],
    [{ source: 'orders' }, false],
    [{ level: 'info' }, true],
    [{ level: 'warn', source: 'shop' }, true],
    [{ level: 'error' }, false],
  ] as const)('%j: %s', (filter, isShown) => {
    expect(matchesLine(line, filter)).toBe(isShown);
  });

  it('shows what is no line of JSON only if nothing is asked for', () => {
    expect(matchesLine('Killed', {})).toBe(true);
    expect(matchesLine('Killed', { level: 'info' })).toBe(false);
    expect(matchesLine('null', { level: 'info' })).toBe(false);
  });
});
