import { streamSettingsSchema, type JsonObject } from '@twl/contracts';
import fc from 'fast-check';
import { reapplyFailure } from '../failures/reapply-failure';
import { processMessage } from '../drain/process-message';
import { canonicalExport } from '../replay/canonical-export';
import { replayPages } from '../replay/replay-pages';
import { PipelineBench } from '../testing/pipeline-bench';
import { acceptDrift } from '../actions/accept-drift';
import { loadStreamContract } from './load-stream-contract';
import { listDrift } from '../drift/list-drift';
import { CheckedRuns } from './contract-check.factory';

const by = { who: 'ada', why: 'agreed with the vendor' };
const orders = { source: 'shop', stream: 'orders' };
const page = (from: number, count: number, change: (record: JsonObject, i: number) => JsonObject = (record) => record) =>
  Array.from({ length: count }, (_, i) => change({ id: from + i, price: from + i, name: 'x' }, i));

const benchOf = async (contract: object, answers: JsonObject[][] = [page(1, 3), page(11, 3)]) => {
  const bench = new PipelineBench(answers);
  bench.stream.settings = streamSettingsSchema.parse({ contract });
  expect(await bench.run()).toMatchObject({ state: 'succeeded' });
  return bench;
};
const exported = async (bench: PipelineBench): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of canonicalExport(bench.engine.reader, {})) lines.push(line);
  return lines;
};
const brief = async (bench: PipelineBench) =>
  (await listDrift(bench.ports, orders)).map(
    ({ runSeq, change, field, oldType, newType, status }) => `${runSeq} ${change} ${field}: ${oldType} -> ${newType} ${status}`,
  );

describe('the first run of a stream', () => {
  const shown = async (answers: JsonObject[][], settings: object = {}) => {
    const bench = new PipelineBench(answers);
    bench.stream.settings = streamSettingsSchema.parse({ contract: settings });
    await bench.run();
    return { bench, brief: await brief(bench) };
  };
  const priced = (...prices: unknown[]) => prices.map((price, i) => ({ id: i + 1, price }) as JsonObject);

  it.each<[string, JsonObject[][], string]>([
    ['on one page', [priced(1, null, 'two', 3)], '1 changed price: number -> string evolved'],
    ['on two pages', [priced(1, 2), priced('three')], '1 changed price: number -> string evolved'],
    ['in another order', [priced('one'), priced(2, 'three')], '1 changed price: string -> number evolved'],
    ['of three types', [priced(1), priced('two'), priced({ amount: 3 })], '1 changed price: number -> string|object evolved'],
    ['in a list', [[{ id: 1, tags: ['a', 1] }]], '1 changed tags[]: string -> number evolved'],
    [
      'below an object',
      [
        [
          { id: 1, a: { b: 1 } },
          { id: 2, a: { b: [] } },
        ],
      ],
      '1 changed a.b: number -> array evolved',
    ],
  ])('tells of a field with two types %s', async (_what, answers, expected) => {
    expect((await shown(answers)).brief).toEqual([expected]);
  });

  it.each<[string, JsonObject[][]]>([
    ['null and one type', [priced(null, 1), priced(null)]],
    ['whole numbers and others', [priced(1, 1.5)]],
    ['what the source is told to ignore', [priced(1, 'two')]],
  ])('tells nothing of %s', async (what, answers) => {
    expect((await shown(answers, what.includes('ignore') ? { fields: { price: 'ignore' } } : {})).brief).toEqual([]);
  });

  it('names the record that showed it, and takes both types for known afterwards', async () => {
    const { bench } = await shown([priced(1, 2, 'three')], { typeChange: 'quarantine' });
    const [drift] = await listDrift(bench.ports, orders);
    expect(drift).toMatchObject({ runId: 'run-1', pageIndex: 0, sample: '"three"', rawRef: { itemIndex: 2 }, policy: 'evolve' });
    bench.stream.pages = [priced('one', 2)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded' });
    expect(await brief(bench)).toHaveLength(1);
  });

  it('tells the same in any order of its pages, and in a replay', async () => {
    const value = fc.constantFrom<unknown>(null, 1, 'a', true, [1]);
    const pages = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(pages, fc.array(fc.nat(10), { minLength: 4, maxLength: 4 }), async (lists, choices) => {
        const answers = lists.map((prices, page) => prices.map((price, i) => ({ id: page * 10 + i, price }) as JsonObject));
        const inOrder = await shown(answers);
        const bench = new PipelineBench(answers);
        bench.stream.settings = streamSettingsSchema.parse({ contract: {} });
        await bench.ingest();
        const waiting = await bench.receive();
        for (const choice of choices) {
          const [delivery] = waiting.splice(choice % Math.max(1, waiting.length), 1);
          if (delivery) await processMessage(bench.ports, delivery);
        }
        expect(await brief(bench)).toEqual(inOrder.brief);
        await replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun: false });
        expect(await brief(bench)).toEqual(inOrder.brief);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe('the contract of a stream', () => {
  it('lets a change through, tells it once, and writes nothing where there is none', async () => {
    const bench = await benchOf({});
    bench.stream.pages = [page(1, 3, (record) => ({ ...record, name: 'y' })), page(11, 3)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { changed: 3 } });
    expect((await bench.engine.contracts.contract('shop', 'orders')).updates).toHaveLength(1);
    bench.stream.pages = [page(1, 3), page(11, 3, (record) => ({ ...record, price: String(record['price']), more: 1 }))];
    await bench.run();
    bench.stream.pages = [page(1, 4), page(11, 3, (record) => ({ ...record, price: String(record['price']), more: 2 }))];
    await bench.run();
    expect(await brief(bench)).toEqual(['3 changed price: number -> string evolved', '3 added more: null -> number evolved']);
    const [drift] = await listDrift(bench.ports, orders);
    expect(drift).toMatchObject({
      runId: 'run-3',
      pageIndex: 1,
      sample: '"11"',
      rawRef: { itemIndex: 0 },
      at: expect.stringMatching(/^20/),
    });
    expect(await loadStreamContract(bench.ports.contracts, bench.stream)).toMatchObject({
      policies: { typeChange: 'evolve' },
      fields: [
        { field: 'id', types: ['number'], always: true, declared: false, since: { runId: 'run-1', runSeq: 1 } },
        { field: 'more', types: ['number'], always: false, since: { runId: 'run-3' } },
        { field: 'name' },
        { field: 'price', types: ['number', 'string'] },
      ],
    });
  });

  it('keeps back what changed its type, and after it was accepted puts it at its old place', async () => {
    const bench = await benchOf({ typeChange: 'quarantine' });
    bench.stream.pages = [page(1, 3, (record, i) => (i === 1 ? { ...record, price: 'two' } : record)), page(11, 3)];
    expect(await bench.run()).toMatchObject({ state: 'partial', counts: { fetched: 6, quarantined: 1, unchanged: 5 } });
    bench.stream.pages = [page(1, 3, (record, i) => (i === 1 ? { ...record, price: 22 } : record)), page(11, 3)];
    expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { changed: 1 } });
    const { items } = await bench.engine.failures.list({ limit: 10 });
    expect(items).toMatchObject([{ reason: 'CONTRACT', pointer: '/1', data: { price: 'two' } }]);
    expect(await reapplyFailure(bench.ports, items[0]!.id)).toMatchObject({ kind: 'refused' });
    expect(await acceptDrift(bench.ports, orders, by)).toMatchObject({ accepted: [{ field: 'price', type: 'string' }], waiting: 0 });
    expect(await brief(bench)).toEqual(['2 changed price: number -> string accepted']);
    expect(await reapplyFailure(bench.ports, items[0]!.id)).toEqual({ kind: 'applied', outcome: 'stale' });
    expect((await bench.engine.reader.versions('shop.orders.2')).map(({ data }) => data['price'])).toEqual([22, 'two', 2]);
    expect((await bench.engine.audit.list({ limit: 5 })).items[0]).toMatchObject({
      action: 'accept',
      target: 'shop.orders',
      result: 'price may be string; 0 refused can be redriven',
    });
    const shown = await exported(bench);
    await replayPages(bench.ports, { stream: bench.stream, dryRun: false });
    expect(await exported(bench)).toEqual(shown);
    expect(await brief(bench)).toEqual(['2 changed price: number -> string accepted']);
  });

  it('sets a page aside whole that is frozen, and says so on the run', async () => {
    const bench = await benchOf({ typeChange: 'freeze' });
    bench.stream.pages = [page(1, 3, (record, i) => ({ ...record, name: 'new', ...(i === 2 ? { price: 'x' } : {}) })), page(11, 3)];
    expect(await bench.run()).toMatchObject({
      state: 'suspect',
      reason: '1 of 2 pages break the contract and wait',
      counts: { changed: 0, unchanged: 3, quarantined: 1 },
    });
    expect(await brief(bench)).toEqual(['2 changed price: number -> string refused']);
    const { items } = await bench.engine.failures.list({ limit: 10 });
    expect(items).toMatchObject([{ kind: 'page', reason: 'CONTRACT', detail: expect.stringMatching(/^price is string where/) }]);
    expect(await acceptDrift(bench.ports, { ...orders, fields: ['price'] }, by)).toMatchObject({ waiting: 1 });
    await reapplyFailure(bench.ports, items[0]!.id);
    await bench.process();
    expect(await bench.engine.runs.get('run-2')).toMatchObject({ state: 'succeeded', counts: { changed: 3, unchanged: 3 } });
    expect(await brief(bench)).toEqual(['2 changed price: number -> string accepted']);
  });

  it('tells a field as gone only when no page of a whole run has it', async () => {
    const without = ({ name: _name, ...rest }: JsonObject): JsonObject => rest;
    const bench = await benchOf({});
    bench.stream.pages = [page(1, 3, without), page(11, 3)];
    await bench.run();
    expect(await brief(bench)).toEqual([]);
    const whole = await benchOf({});
    whole.stream.pages = [page(1, 3, without), page(11, 3, without), []];
    await whole.run();
    expect(await brief(whole)).toEqual(['2 removed name: string -> null evolved']);
    const cut = await benchOf({});
    cut.stream.pages = [page(1, 3, without), page(11, 3, without)];
    cut.stream.end = { kind: 'end', state: 'failed', reason: 'cut' };
    await cut.run();
    expect(await brief(cut)).toEqual([]);
  });

  it('refuses to accept what was not held back', async () => {
    const bench = await benchOf({ typeChange: 'quarantine' });
    expect(await acceptDrift(bench.ports, orders, by)).toEqual({ accepted: [], waiting: 0 });
    await expect(acceptDrift(bench.ports, { ...orders, fields: ['nope'] }, by)).rejects.toThrow('nope');
  });

  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(null), fc.string(), fc.constant([]), fc.constant({}));
  const record = fc.record({ id: fc.integer(), a: value, b: fc.record({ c: value }, { requiredKeys: [] }) }, { requiredKeys: ['id'] });

  it('is the same in whatever order the pages of a run come, and in whatever order their records', async () => {
    const history = fc.array(fc.array(fc.array(record as fc.Arbitrary<JsonObject>, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    const judged = async (runs: JsonObject[][][], order: (pages: number[]) => number[], turn: (records: JsonObject[]) => JsonObject[]) => {
      const judge = new CheckedRuns({ typeChange: 'quarantine', removed: 'quarantine' });
      const refused: string[] = [];
      for (const [i, pages] of runs.entries()) {
        for (const pageIndex of order(pages.map((_, each) => each))) {
          const result = await judge.checkPage(i + 1, turn(pages[pageIndex]!), { pageIndex });
          refused.push(...result.refused.map(({ data }) => `${i} ${pageIndex} ${JSON.stringify(data)}`));
        }
      }
      return { refused: refused.sort(), known: judge.known() };
    };
    await fc.assert(
      fc.asyncProperty(history, async (runs) => {
        const forwards = await judged(
          runs,
          (pages) => pages,
          (records) => records,
        );
        const backwards = await judged(
          runs,
          (pages) => pages.toReversed(),
          (records) => records.toReversed(),
        );
        expect(backwards).toEqual(forwards);
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing in records that it has seen, however they are ordered and divided', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record as fc.Arbitrary<JsonObject>, { minLength: 1, maxLength: 6 }), fc.nat(6), async (records, at) => {
        const judge = new CheckedRuns({ typeChange: 'quarantine', removed: 'evolve' });
        await judge.checkPage(1, records);
        for (const part of [records.slice(0, at), records.slice(at), records.toReversed()]) {
          const { contractUpdate, refused } = await judge.checkPage(2, part);
          expect(refused).toEqual([]);
          expect((contractUpdate?.changes ?? []).filter(({ change }) => change === 'added' || change === 'changed')).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
