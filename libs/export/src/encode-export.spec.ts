import type { CuratedRecord } from '@twl/contracts';
import { readJson, toJsonText } from '@twl/json';
import { exportOf } from './testing/export-of';
import { oddRecords, recordWith } from './testing/odd-records';

describe('an export as JSON', () => {
  it('is a line for each record, without a lost digit', async () => {
    const text = (await exportOf('ndjson', oddRecords)).toString();
    expect(text).toContain('18446744073709551616');
    expect(text.trimEnd().split('\n')).toEqual(oddRecords.map((record) => toJsonText(record)));
  });

  it('is one list', async () => {
    const text = (await exportOf('json', oddRecords)).toString();
    expect(toJsonText(readJson<CuratedRecord[]>(text))).toBe(toJsonText(oddRecords));
    expect((await exportOf('json', [])).toString()).toBe('[]\n');
    expect((await exportOf('ndjson', [])).toString()).toBe('');
  });

  it('comes in chunks, whole', async () => {
    const records = Array.from({ length: 5000 }, (_, i) => recordWith(String(i), { text: 'ü'.repeat(200) }));
    expect((await exportOf('ndjson', records)).toString()).toBe(records.map((record) => `${toJsonText(record)}\n`).join(''));
  });
});
