import type { Json } from '@twl/contracts';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';

const cursor = {
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%ms',
  start_datetime: '0',
};

const occurredAt = async (value: Json, setting: unknown, incremental_sync?: object): Promise<unknown> => {
  const http = new ScriptedHttp(() => ({ body: { items: [{ id: 1, at: value, other: 1 }] } }));
  const settings = { streams: { items: setting === undefined ? {} : { occurredAt: setting } } };
  const source = await loadFolder({ manifest: makeManifest({ stream: incremental_sync ? { incremental_sync } : {} }), settings, http });
  expect(source.problems).toEqual([]);
  const { items } = await readStream(source.streams[0]!);
  return items.map((item) => (item.kind === 'record' ? item.occurredAt : item.kind))[0];
};

describe('when a record happened', () => {
  it.each<[what: string, value: Json, setting: unknown, cursor: object | undefined, expected: string | null]>([
    ['guessed by size', 1_000_000_000, 'at', undefined, '2001-09-09T01:46:40.000Z'],
    ['in the declared unit', 1_000_000_000, { field: 'at', format: '%ms' }, undefined, '1970-01-12T13:46:40.000Z'],
    [
      'in the first format that fits',
      '31/12/2024',
      { field: 'at', format: ['%Y-%m-%d', '%d/%m/%Y'] },
      undefined,
      '2024-12-31T00:00:00.000Z',
    ],
    ['in no format that fits', 'yesterday', { field: 'at', format: '%Y-%m-%d' }, undefined, null],
    ['by the cursor', 1_000_000_000, undefined, cursor, '1970-01-12T13:46:40.000Z'],
    ['by the format of the cursor, where the field is named again', 1_000_000_000, 'at', cursor, '1970-01-12T13:46:40.000Z'],
    ['by a guess, where the cursor cannot read it', '2024-12-31', 'at', cursor, '2024-12-31T00:00:00.000Z'],
    ['to the microsecond, by a guess', '2024-12-31T00:00:00.123456Z', 'at', undefined, '2024-12-31T00:00:00.123456Z'],
    [
      'to the microsecond, in a format',
      '2024-12-31 00:00:00.123456',
      { field: 'at', format: '%Y-%m-%d %H:%M:%S.%f' },
      undefined,
      '2024-12-31T00:00:00.123456Z',
    ],
    [
      'to the microsecond, by the cursor',
      1_735_603_200_123_456,
      undefined,
      { ...cursor, datetime_format: '%epoch_microseconds', start_datetime: '0' },
      '2024-12-31T00:00:00.123456Z',
    ],
    ['never, for the zero time', '0001-01-01T00:00:00Z', 'at', undefined, null],
    ['never, for the zero time of a cursor', -62_135_596_800_000, undefined, cursor, null],
  ])('is told %s', async (_what, ...[value, setting, sync, expected]) => {
    expect(await occurredAt(value, setting, sync)).toBe(expected);
  });
});
