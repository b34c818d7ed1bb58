import { isBalanced, type JsonObject } from '@twl/contracts';
import type { Delivery, StoredRun } from '@twl/ports';
import fc from 'fast-check';
import { reapplyFailure } from '../failures/reapply-failure';
import { processMessage } from '../drain/process-message';
import { replayPages } from '../replay/replay-pages';
import { PipelineBench } from '../testing/pipeline-bench';
import { unseenPage } from '../testing/scripted-stream';
import { ada, benchOf, exported, shown } from '../testing/snapshots';
import { confirmDeletions, DeletionsConflictError, undoDeletions } from '../actions/decide-deletions';

/** What the source lists in one run, page by page, and in which order the pages are delivered, some of them twice. */
interface Listing {
  kind: 'run';
  pages: JsonObject[][];
  /** Numbers that choose the next delivery. */
  order: number[];
  /** A page whose raw object cannot be read, until it is redriven. */
  broken: number | undefined;
  /** A page that the source refuses with an error that is ignored. */
  unseen: number | undefined;
}

type Step = Listing | { kind: 'confirm' | 'undo' | 'redrive' };

const record = fc.record({ id: fc.integer({ min: 1, max: 7 }), state: fc.constantFrom('a', 'b') });
const listing: fc.Arbitrary<Listing> = fc.record({
  kind: fc.constant('run' as const),
  pages: fc.array(fc.array(record, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
  order: fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }),
  broken: fc.option(fc.nat(2), { nil: undefined, freq: 4 }),
  unseen: fc.option(fc.nat(2), { nil: undefined, freq: 3 }),
});
const other = fc.constantFrom<Step>({ kind: 'confirm' }, { kind: 'undo' }, { kind: 'redrive' });
const history = fc.array(fc.oneof({ weight: 3, arbitrary: listing }, { weight: 2, arbitrary: other }), { minLength: 2, maxLength: 9 });

/** Delivers what waits in a chosen order; now and then the same a second time. */
const deliver = async (bench: PipelineBench, order: readonly number[]): Promise<void> => {
  let waiting: Delivery[] = [];
  for (let i = 0; ; i++) {
    waiting.push(...(await bench.receive()));
    if (waiting.length === 0) return;
    const choice = order[i % order.length]!;
    const delivery = waiting[choice % waiting.length]!;
    await processMessage(bench.ports, { ...delivery, receives: 5 });
    if (choice % 3 !== 0 || i > 40) waiting = waiting.filter((one) => one !== delivery);
  }
};

const runsOf = async (bench: PipelineBench): Promise<StoredRun[]> => (await bench.engine.runs.list({ limit: 50 })).items;

const decide = async (bench: PipelineBench, kind: 'confirm' | 'undo'): Promise<void> => {
  const state = kind === 'confirm' ? 'pending' : 'deleted';
  const run = (await runsOf(bench)).find(({ deletions }) => deletions?.state === state);
  if (!run) return;
  await (kind === 'confirm' ? confirmDeletions : undoDeletions)(bench.ports, run.id, ada).catch((error: unknown) => {
    if (!(error instanceof DeletionsConflictError)) throw error;
  });
  await bench.process();
};

const list = async (bench: PipelineBench, { pages: all, order, broken, unseen }: Listing, lost: Map<string, string>): Promise<void> => {
  bench.stream.pages = all.map((page, index) => (index === unseen ? unseenPage : page));
  const pages = all.filter((_, index) => index !== unseen);
  const { id } = await bench.ingest();
  const page = (await bench.engine.ledger.ofRun(id))[broken ?? -1];
  const raw = page && (await bench.engine.raw.get(page.key));
  if (page && raw) {
    lost.set(page.key, JSON.stringify(pages[page.pageIndex]));
    bench.engine.raw.corrupt(page.key, 'broken');
  }
  await deliver(bench, order);
};

const redriveAll = async (bench: PipelineBench, lost: Map<string, string>): Promise<void> => {
  for (const [key, text] of lost) bench.engine.raw.corrupt(key, text);
  lost.clear();
  for (const { id } of (await bench.engine.failures.list({ limit: 50, status: 'open' })).items) await reapplyFailure(bench.ports, id);
  await bench.process();
};

const play = async (steps: readonly Step[]): Promise<PipelineBench> => {
  const bench = benchOf([], { mode: 'snapshot', maxShare: 0.5 });
  const lost = new Map<string, string>();
  for (const step of steps) {
    if (step.kind === 'run') await list(bench, step, lost);
    else if (step.kind === 'redrive') await redriveAll(bench, lost);
    else await decide(bench, step.kind);
  }
  await redriveAll(bench, lost);
  return bench;
};

describe('any history with deletions', () => {
  it('ends with what its raw pages alone come to, and with books that balance', async () => {
    const states = new Set<string | undefined>();
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const bench = await play(steps);
        const empty = new PipelineBench([]);
        empty.stream.settings = bench.stream.settings;
        const ports = { ...empty.ports, raw: bench.engine.raw, reader: empty.engine.reader };
        await replayPages(ports, { stream: bench.stream, dryRun: false });
        expect(await exported(empty)).toBe(await exported(bench));
        expect((await bench.engine.reader.tally())[0]?.records ?? 0).toBe((await shown(bench)).length);
        for (const run of await runsOf(bench)) {
          expect([run.phase, isBalanced(run.counts)]).toEqual(['closed', true]);
          states.add(run.deletions?.state);
        }
      }),
      { numRuns: 80 },
    );
    expect([...states]).toEqual(expect.arrayContaining(['deleted', 'pending']));
  }, 60_000);

  it('shows after a run that succeeded and asked nothing just what the run listed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(listing, { minLength: 2, maxLength: 6 }), async (steps) => {
        const bench = benchOf([], { mode: 'snapshot', maxShare: 0.5 });
        for (const step of steps) {
          const before = await shown(bench);
          await list(bench, { ...step, broken: undefined }, new Map());
          const [run] = await runsOf(bench);
          const seen = step.pages.filter((_, index) => index !== step.unseen);
          const listed = [...new Set(seen.flat().map(({ id }) => Number(id)))].sort((a, b) => a - b);
          if (run?.end?.unseen) expect(await shown(bench)).toEqual(expect.arrayContaining([...before, ...listed]));
          else if (run?.state === 'succeeded') expect(await shown(bench)).toEqual(listed);
          else expect(await shown(bench)).toEqual(expect.arrayContaining(listed));
        }
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
