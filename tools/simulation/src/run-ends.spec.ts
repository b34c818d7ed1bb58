import fc from 'fast-check';
import { RunEnds, type SeenPage, type Step } from './run-ends/play-run-ends';
import { streamKinds, type StreamKind } from './run-ends/stream-kinds';

/** Sequences that are tried of each kind of stream. */
const sequences = Number(process.env['RUN_END_SEQUENCES'] ?? 12);
/** Which sequences; another number brings others. */
const seed = Number(process.env['RUN_END_SEED'] ?? 77);
const minutes = 60_000;

const ids = fc.array(fc.integer({ min: 0, max: 13 }), { maxLength: 4 });
const ending = fc.record({
  how: fc.constantFrom('good', 'deferred', 'out of time', 'failed', 'stalled', 'cancelled', 'killed'),
  at: fc.integer({ min: 1, max: 9 }),
} as const);
const step = fc.record({ put: ids, remove: ids, ending });

const good = (put: number[] = []): Step => ({ put, remove: [], ending: { how: 'good', at: 0 } });

const play = async (kind: StreamKind, steps: Step[]): Promise<SeenPage> => {
  const bench = new RunEnds(kind);
  try {
    for (const each of steps) await bench.step(each);
    return await bench.seen();
  } finally {
    bench.close();
  }
};

describe('two good runs after runs that ended in any way', () => {
  it.each(Object.entries(streamKinds))(
    'the store shows what the source shows, of %s',
    async (_, kind) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 5 }), ids, async (steps, last) => {
          const first = { put: [1, 2, 3, 4, 5, 6, 7, 8], remove: [], ending: steps[0]?.ending ?? good().ending };
          // Every record changes before the first good run, and some before the second.
          const changed = good([...Array(14).keys()].filter((id) => id % 2 === 0 || id < 9));
          const seen = await play(kind, [first, ...steps.slice(1), changed, good(last)]);
          expect(seen).toEqual({ ...seen, shown: seen.source });
          expect(seen.runs.slice(-2).filter((state) => !/^(succeeded|partial|not_modified)/.test(state))).toEqual([]);
        }),
        { numRuns: sequences, endOnFailure: true, seed },
      );
    },
    5 * minutes,
  );
});

describe('a run that is killed', () => {
  const rows = [...Array(41).keys()];

  it('is gone on with from the pages that were stored', async () => {
    const killed: Step = { put: rows, remove: [], ending: { how: 'killed', at: 15 } };
    const { asked, shown, source } = await play(streamKinds['pages']!, [killed, good()]);
    expect(asked[0]).toHaveLength(15);
    expect(asked[1]!.length).toBeLessThan(12);
    expect(shown).toEqual(source);
  });
});
