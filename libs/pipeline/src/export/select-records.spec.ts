import { sourceSettingsSchema, type RecordSelection } from '@twl/contracts';
import { type SourceCatalog } from '@twl/ports';
import { makeCommit, makeBegin, makePage, makeVersion, makeWrite, ManualClock, memoryEngine } from '@twl/ports/testing';
import { selectRecords } from './select-records';
import { VersionExpiredError } from './version-expired-error';

const at = (minute: number): string => `2026-01-31T12:0${minute}:00.000Z`;

/** Ports of a store with three records: one unchanged, one that changed, one that was deleted. */
const portsWith = async (settings = sourceSettingsSchema.parse({})) => {
  const clock = new ManualClock();
  const engine = memoryEngine({ clock });
  const begun = await engine.runs.begin(makeBegin({}));
  if (begun.kind !== 'started') throw new Error('the run did not start');
  const page = makePage(begun.lease);
  await engine.ledger.enter(begun.lease, page);
  const first = makeVersion({ at: at(1), title: 'was', data: { id: 2 } });
  const writes = [
    makeWrite({ key: '1', title: 'Café', updatedAt: at(1), firstSeenAt: at(1), occurredAt: at(1) }),
    makeWrite(
      { key: '2', title: 'is', version: 2, updatedAt: at(3), firstSeenAt: at(1), occurredAt: at(3) },
      { versions: [{ version: 1, content: first }] },
    ),
    makeWrite(
      { key: '3', title: 'gone', version: 2, updatedAt: at(4), firstSeenAt: at(2), occurredAt: at(2), deletedAt: at(4) },
      { versions: [{ version: 1, content: { ...first, at: at(2), title: 'gone' } }] },
    ),
  ];
  await engine.records.commit(
    makeCommit(
      page,
      writes.map((write) => ({ ...write, wasShown: false })),
    ),
  );
  const source = { name: 'shop', settings, problems: [], streams: [] };
  const catalog = { get: async () => source, list: async () => [source] } as unknown as SourceCatalog;
  return { reader: engine.reader, catalog, clock };
};

const selected = async (selection: RecordSelection, settings?: ReturnType<typeof sourceSettingsSchema.parse>): Promise<string> => {
  const found: string[] = [];
  for await (const { key, title, version } of selectRecords(await portsWith(settings), selection)) found.push(`${key} ${title} ${version}`);
  return found.join(', ');
};

describe('a selection of records', () => {
  it.each<[RecordSelection, string]>([
    [{}, '1 Café 1, 2 is 2'],
    [{ source: 'shop', stream: 'orders', deleted: 'include' }, '1 Café 1, 2 is 2, 3 gone 2'],
    [{ deleted: 'only' }, '3 gone 2'],
    [{ stream: 'none' }, ''],
    [{ q: 'CAFE\u0301' }, '1 Café 1'],
    [{ 'updatedAt.gte': '2026-01-31T13:02:00+01:00' }, '2 is 2'],
    [{ 'occurredAt.lt': at(3) }, '1 Café 1'],
  ])('%j has what the list has', async (selection, expected) => {
    expect(await selected(selection)).toBe(expected);
  });

  it('is as it was at a time: changes are taken back, and deletions', async () => {
    expect(await selected({ asOf: at(0) })).toBe('');
    expect(await selected({ asOf: at(1) })).toBe('1 Café 1, 2 was 1');
    expect(await selected({ asOf: at(2) })).toBe('1 Café 1, 2 was 1, 3 gone 1');
    expect(await selected({ asOf: at(9) })).toBe('1 Café 1, 2 is 2');
    expect(await selected({ asOf: at(9), deleted: 'only' })).toBe('3 gone 2');
    expect(await selected({ asOf: at(2), q: 'was' })).toBe('2 was 1');
  });

  it('says so where a version of that time is no longer kept', async () => {
    const settings = sourceSettingsSchema.parse({ retention: { versions: '1h' } });
    const ports = await portsWith(settings);
    await ports.clock.advance(Date.parse('2026-02-01T12:00:00Z') - ports.clock.now());
    const read = async () => {
      for await (const _ of selectRecords(ports, { asOf: at(2) }));
    };
    await expect(read()).rejects.toThrow(VersionExpiredError);
  });
});
