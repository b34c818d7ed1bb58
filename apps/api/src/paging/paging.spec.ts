import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadCursorError } from '@twl/ports';
import { CursorKeyError, cursorKeyIn } from './cursor-key';
import { Cursors } from './cursors';

describe('Cursors', () => {
  const cursors = new Cursors(Buffer.alloc(32, 1));
  const scope = { list: 'records', source: 'shop', q: undefined };
  const cursor = cursors.seal('["2026","shop.a.é"]', scope);

  it('give back the position they were made of, whatever the order of the filters', () => {
    expect(cursors.open(cursor, { source: 'shop', list: 'records' })).toBe('["2026","shop.a.é"]');
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['other filters', cursor, { ...scope, source: 'other' }],
    ['another list', cursor, { ...scope, list: 'runs' }],
    ['a changed letter', `${cursor.slice(0, -2)}${cursor.endsWith('A') ? 'B' : 'A'}${cursor.slice(-1)}`, scope],
    ['a foreign character', `${cursor}!`, scope],
    ['a cut', cursor.slice(0, 10), scope],
    ['nothing', '', scope],
    ['a forged position', Buffer.from(`${'0'.repeat(16)}["x"]`).toString('base64url'), scope],
  ])('are refused with %s', (_name, given, asked) => {
    expect(() => cursors.open(given, asked)).toThrow(BadCursorError);
  });

  it('are refused under another key', () => {
    expect(() => new Cursors(Buffer.alloc(32, 2)).open(cursor, scope)).toThrow(BadCursorError);
  });
});

describe('cursorKeyIn', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'twl-key-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('makes one key, for its owner only, and keeps it', async () => {
    const keys = await Promise.all([cursorKeyIn(dataDir), cursorKeyIn(dataDir), cursorKeyIn(dataDir)]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect(statSync(join(dataDir, 'api', 'cursor.key')).mode & 0o777).toBe(0o600);
  });

  it('refuses a file that holds no key', async () => {
    mkdirSync(join(dataDir, 'api'));
    writeFileSync(join(dataDir, 'api', 'cursor.key'), 'short');
    await expect(cursorKeyIn(dataDir)).rejects.toThrow(CursorKeyError);
  });
});
