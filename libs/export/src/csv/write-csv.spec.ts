import fc from 'fast-check';
import type { JsonObject } from '@twl/contracts';
import { exportOf } from '../testing/export-of';
import { oddRecords, recordWith } from '../testing/odd-records';
import { csvCell } from './csv-cell';

/** Reads CSV by the grammar of RFC 4180. A cell that was quoted is a text of its own: it tells the empty text from nothing. */
const readCsv = (text: string): { text: string; isQuoted: boolean }[][] => {
  const rows: { text: string; isQuoted: boolean }[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let match = cell.exec(text); match && match.index < text.length; match = cell.exec(text)) {
    const [, quoted, plain = '', end] = match;
    rows.at(-1)!.push({ text: quoted?.replaceAll('""', '"') ?? plain, isQuoted: quoted !== undefined });
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
};

const columnIn = (rows: { text: string; isQuoted: boolean }[][], name: string): string[] => {
  const at = rows[0]!.findIndex(({ text }) => text === name);
  return rows.slice(1).map((row) => row[at]!.text);
};

describe('an export as CSV', () => {
  it('has a column for each field, whichever record has it first', async () => {
    const rows = readCsv((await exportOf('csv', oddRecords)).toString());
    expect(rows).toHaveLength(oddRecords.length + 1);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(columnIn(rows, 'data.late')).toEqual(['', '', '', '', 'true', '', '', '', '', '']);
    expect(columnIn(rows, 'data.huge')[3]).toBe('18446744073709551616');
    expect(columnIn(rows, 'data.negative')[6]).toBe('-5');
    expect(columnIn(rows, 'data.point')[0]).toBe('{"lat":1.5,"lng":-0.25}');
  });

  it('tells the empty text from nothing', async () => {
    expect((await exportOf('csv', [recordWith('1', { a: '', b: null })])).toString()).toMatch(/,"",\r\n$/);
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', "'x", '＝1'])('keeps %j harmless, and reversible', (text) => {
    expect(readCsv(`${csvCell(text)}\r\n`)[0]![0]!.text).toBe(`'${text}`);
  });

  it('gives every text back by the grammar of RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', "'", '=', ' a ')), { minLength: 1 }), (texts) => {
        const [row] = readCsv(`${texts.map((text) => csvCell(text)).join(',')}\r\n`);
        expect(row!.map(({ text }) => text.replace(/^'/, ''))).toEqual(texts);
      }),
    );
  });

  it('makes one column of data that has more fields than a table can show', async () => {
    const many: JsonObject = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, i]));
    const rows = readCsv((await exportOf('csv', [recordWith('1', many)])).toString());
    expect(JSON.parse(columnIn(rows, 'data')[0]!)).toEqual(many);
  });
});
