import { isBalanced, streamSettingsSchema, type DeletionsSetting, type Json, type JsonObject } from '@twl/contracts';
import fc from 'fast-check';
import { processMessage } from '../drain/process-message';
import { replayPages } from '../replay/replay-pages';
import { PipelineBench } from '../testing/pipeline-bench';
import { ada, benchOf, exported, order, orders, shown } from '../testing/snapshots';
import { undoDeletions } from '../actions/decide-deletions';
import { deletionFlagMatcher } from './deletion-flag';

const setting = (deletions: unknown): DeletionsSetting => streamSettingsSchema.parse({ deletions }).deletions;

describe('a record that says of itself that it is deleted', () => {
  const isFlagged = deletionFlagMatcher(setting({ field: 'meta.deleted_at' }))!;

  it.each<Json>(['2026-01-01T00:00:00Z', '1970-01-01T00:00:01Z', 1767225600, true, 'true', 'Y', { by: 'ada' }, 1n as unknown as Json])(
    'does so by %j',
    (value) => expect(isFlagged({ meta: { deleted_at: value } })).toBe(true),
  );

  it.each<Json>([
    null,
    false,
    0,
    '',
    ' ',
    'false',
    'No',
    '0',
    'null',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    '1970-01-01',
    '1970-01-01T00:00:00.000Z',
    '1970-01-01 00:00:00',
    {},
    [],
  ])('does not by %j', (value) => expect(isFlagged({ meta: { deleted_at: value } })).toBe(false));

  it('does not where the field is missing, or not an own one', () => {
    const records: JsonObject[] = [{}, { meta: null }, { meta: 'x' }, { 'meta.deleted_at': true }];
    expect(records.map(isFlagged)).toEqual([false, false, false, false]);
    expect(deletionFlagMatcher(setting({ field: 'constructor' }))!({})).toBe(false);
  });

  it('does so by one of some values, whatever their type', () => {
    const byValue = deletionFlagMatcher(setting({ field: 'status', values: ['deleted', 0] }))!;
    expect(['deleted', 0, '0'].map((status) => byValue({ status }))).toEqual([true, true, true]);
    expect(['open', 1, null, true].map((status) => byValue({ status }))).toEqual([false, false, false, false]);
  });

  it('says nothing where no field is declared', () =>
    expect([deletionFlagMatcher('none'), deletionFlagMatcher('snapshot')]).toEqual([undefined, undefined]));
});

const gone = (id: number): JsonObject => ({ ...order(id), deleted_at: '2026-01-02' });
const flagging = (answers: JsonObject[][], more: Record<string, unknown> = {}): PipelineBench =>
  benchOf(answers, { field: 'deleted_at', ...more });

describe('a source that marks deleted records', () => {
  it('deletes them in the order of the records, with their history, and counts them', async () => {
    const bench = flagging([orders(3)]);
    await bench.run();
    bench.stream.pages = [[order(1), gone(2), order(3)]];
    const run = await bench.run();
    expect(run).toMatchObject({ state: 'succeeded', counts: { fetched: 3, changed: 1, unchanged: 2, deleted: 1 } });
    expect(isBalanced(run.counts)).toBe(true);
    expect(await shown(bench)).toEqual([1, 3]);
    const record = await bench.engine.reader.get('shop.orders.2');
    expect(record).toMatchObject({ version: 2, deletedAt: expect.any(String), data: { state: 'open' } });
    expect((await bench.engine.reader.versions('shop.orders.2')).map(({ deleted }) => deleted)).toEqual([true, undefined]);
  });

  it('writes nothing for those that stay deleted, and brings them back when the mark is cleared', async () => {
    const bench = flagging([[order(1), gone(2)]]);
    expect(await bench.run()).toMatchObject({ counts: { fetched: 2, new: 2 } });
    expect(await shown(bench)).toEqual([1]);
    bench.stream.pages = [[order(1, 'paid'), { ...gone(2), deleted_at: '2026-01-03' }]];
    expect(await bench.run()).toMatchObject({ counts: { fetched: 2, changed: 1, unchanged: 1 } });
    bench.stream.pages = [[order(1, 'paid'), { ...order(2), deleted_at: null }]];
    const run = await bench.run();
    expect([run.counts.changed, run.counts.deleted]).toEqual([1, undefined]);
    expect(await shown(bench)).toEqual([1, 2]);
  });

  it('has nothing to undo: the source says what is deleted', async () => {
    const bench = flagging([orders(2)]);
    await bench.run();
    bench.stream.pages = [[order(1), gone(2)]];
    const { id } = await bench.run();
    await expect(undoDeletions(bench.ports, id, ada)).rejects.toThrow('its source itself lists the records as deleted');
  });

  it('keeps a record deleted that it marks after a run did not list it, though that is undone', async () => {
    const bench = flagging([orders(9)], { mode: 'snapshot' });
    await bench.run();
    bench.stream.pages = [orders(8)];
    const { id, deletions } = await bench.run();
    expect(deletions).toMatchObject({ state: 'deleted', missing: 1 });
    bench.stream.pages = [[...orders(8), gone(9)]];
    await bench.run();
    await undoDeletions(bench.ports, id, ada);
    await bench.process();
    expect(await shown(bench)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  const item = fc.record({
    id: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('a', 'b'),
    cursor: fc.option(fc.integer({ min: 1, max: 4 })),
    deleted_at: fc.constantFrom(null, null, '2026-01-02', '2026-01-03'),
  });
  const runs = fc.array(fc.array(fc.array(item, { maxLength: 4 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });

  it('comes to the same in any order of delivery, twice delivered, and in a replay', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }), async (lists, order) => {
        const bench = flagging([]);
        for (const answers of lists) {
          bench.stream.pages = answers;
          await bench.ingest();
          await deliver(bench, order);
        }
        const empty = new PipelineBench([]);
        empty.stream.settings = bench.stream.settings;
        const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
        await replayPages(ports, { stream: bench.stream, dryRun: false });
        expect(await exported(empty)).toBe(await exported(bench));
        expect((await bench.engine.reader.tally())[0]?.records ?? 0).toBe((await shown(bench)).length);
        for (const run of (await bench.engine.runs.list({ limit: 50 })).items) expect(isBalanced(run.counts)).toBe(true);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

const deliver = async (bench: PipelineBench, order: readonly number[]): Promise<void> => {
  let waiting = await bench.receive();
  for (let i = 0; waiting.length > 0; i++) {
    const choice = order[i % order.length]!;
    const delivery = waiting[choice % waiting.length]!;
    await processMessage(bench.ports, delivery);
    if (choice % 3 !== 0 || i > 40) waiting = waiting.filter((one) => one !== delivery);
    waiting.push(...(await bench.receive()));
  }
};
