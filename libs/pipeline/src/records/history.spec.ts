import type { RecordOrder, Version } from '@twl/ports';
import fc from 'fast-check';
import { flaggedFingerprint, deletedFingerprint, insertObservation, type Observation } from './history';

const at = (order: RecordOrder): string => new Date(order.runSeq * 60_000).toISOString();

const observation = (order: Partial<RecordOrder>, fingerprint: string): Observation => {
  const full = { cursor: null, runSeq: 1, pageIndex: 0, itemIndex: 0, ...order };
  const rawRef = { key: `raw/${full.runSeq}/${full.pageIndex}`, itemIndex: full.itemIndex, runId: `run-${full.runSeq}` };
  return {
    order: full,
    at: at(full),
    rawRef,
    fingerprint,
    title: fingerprint,
    occurredAt: null,
    data: { value: fingerprint, noise: full.itemIndex },
  };
};

/** A observation that says that the record is gone. */
const gone = (order: Partial<RecordOrder>): Observation => ({
  ...observation(order, deletedFingerprint),
  deleted: true,
  title: '',
  data: {},
});

/** A observation of a record that its source marks as deleted: it has data of its own. */
const flagged = (order: Partial<RecordOrder>): Observation => ({ ...observation(order, flaggedFingerprint), deleted: true });

const seenAs = (content: string, order: RecordOrder): Observation =>
  content === '' ? gone(order) : content === 'F' ? flagged(order) : observation(order, content);

/** A pending after which everything must be remembered. */
const everything = { runSeq: Infinity, pageIndex: 0 };

const placeAll = (observations: Observation[]): Version[] =>
  observations.reduce<Version[]>((chain, seen) => insertObservation(chain, seen, everything), []);

const contents = (chain: readonly Version[]): string => chain.map(({ fingerprint }) => fingerprint).join('');

describe('a record timeline', () => {
  it('ends in A when A, B, A is delivered as 1, 3, 2', () => {
    const [first, second, third] = [observation({ runSeq: 1 }, 'A'), observation({ runSeq: 2 }, 'B'), observation({ runSeq: 3 }, 'A')];
    expect(contents(placeAll([first, third, second]))).toBe('ABA');
  });

  it('lets the cursor decide before the place of arrival', () => {
    expect(contents(placeAll([observation({ runSeq: 1, cursor: 9 }, 'new'), observation({ runSeq: 2, cursor: 3 }, 'old')]))).toBe('oldnew');
  });

  it('replaces what arrived at the very same place', () => {
    expect(
      contents(placeAll([observation({ runSeq: 1 }, 'A'), observation({ runSeq: 2 }, 'B'), observation({ runSeq: 2, cursor: 5 }, 'C')])),
    ).toBe('AC');
  });

  it('forgets later observations of the same content when nothing can come between', () => {
    const chain = insertObservation(insertObservation([], observation({ runSeq: 1 }, 'A')), observation({ runSeq: 2 }, 'A'));
    expect(chain).toMatchObject([{ order: { runSeq: 1 }, seen: [] }]);
  });

  it('remembers a observation whose cursor moved, for an older cursor may come at any time', () => {
    const chain = insertObservation(
      insertObservation([], observation({ runSeq: 1, cursor: 1 }, 'A')),
      observation({ runSeq: 2, cursor: 5 }, 'A'),
    );
    expect(contents(insertObservation(chain, observation({ runSeq: 3, cursor: 3 }, 'B')))).toBe('ABA');
  });

  it('keeps what a later pending still needs when an earlier one is closed', () => {
    const open = placeAll([observation({ runSeq: 1 }, 'A'), observation({ runSeq: 5 }, 'A')]);
    const afterSecond = insertObservation(open, observation({ runSeq: 2 }, 'A'));
    expect(contents(insertObservation(afterSecond, observation({ runSeq: 4 }, 'B')))).toBe('ABA');
  });

  it('remembers one observation per pending, and no more', () => {
    const pending = { runSeq: 2, pageIndex: 0 };
    const chain = [1, 3, 4, 5].reduce<Version[]>(
      (list, runSeq) => insertObservation(list, observation({ runSeq }, 'A'), runSeq > 2 ? pending : undefined),
      [],
    );
    expect(chain[0]?.seen.map(({ order }) => order.runSeq)).toEqual([3]);
    expect(contents(insertObservation(chain, observation({ runSeq: 2 }, 'B')))).toBe('ABA');
  });

  it('ends where the record is gone, with what it last was, whatever comes late', () => {
    const chain = insertObservation(insertObservation([], observation({ runSeq: 1 }, 'A')), gone({ runSeq: 3 }));
    expect(chain).toMatchObject([{ fingerprint: 'A' }, { deleted: true, title: 'A', data: { value: 'A' } }]);
    const late = insertObservation(chain, observation({ runSeq: 2 }, 'B'));
    expect(late).toMatchObject([{ fingerprint: 'A' }, { fingerprint: 'B' }, { deleted: true, title: 'B', data: { value: 'B' } }]);
    expect(insertObservation(late, observation({ runSeq: 4 }, 'B'))).toMatchObject([
      {},
      {},
      { deleted: true },
      { fingerprint: 'B', order: { runSeq: 4 } },
    ]);
  });

  it('is gone once, however often that is said', () => {
    const chain = placeAll([observation({ runSeq: 1 }, 'A'), gone({ runSeq: 2 }), gone({ runSeq: 3 })]);
    expect(chain).toMatchObject([{ fingerprint: 'A' }, { deleted: true, order: { runSeq: 2 }, seen: [{ order: { runSeq: 3 } }] }]);
  });

  it('is deleted by its source with what it last was, or what that deletion says where there was nothing, and comes back', () => {
    const chain = placeAll([observation({ runSeq: 1 }, 'A'), flagged({ runSeq: 3 }), observation({ runSeq: 4 }, 'A')]);
    expect(chain).toMatchObject([{ fingerprint: 'A' }, { deleted: true, data: { value: 'A' } }, { fingerprint: 'A' }]);
    expect(placeAll([flagged({ runSeq: 3 })])).toMatchObject([{ deleted: true, data: { value: flaggedFingerprint } }]);
    expect(placeAll([observation({ runSeq: 1 }, 'A'), gone({ runSeq: 2 }), flagged({ runSeq: 3 })])).toMatchObject([
      {},
      { deleted: true },
      { deleted: true },
    ]);
  });

  it('is the same whatever the order of delivery', () => {
    const orders = fc.uniqueArray(
      fc.record({ cursor: fc.constantFrom(null, 1, 2), runSeq: fc.nat(3), pageIndex: fc.nat(2), itemIndex: fc.nat(1) }),
      {
        minLength: 1,
        maxLength: 10,
        selector: ({ runSeq, pageIndex, itemIndex }) => `${runSeq}/${pageIndex}/${itemIndex}`,
      },
    );
    const histories = orders.chain((places) =>
      fc.tuple(
        fc.tuple(...places.map((order) => fc.constantFrom('A', 'B', 'C', '', 'F').map((content) => seenAs(content, order)))),
        fc.shuffledSubarray(
          places.map((_, i) => i),
          { minLength: places.length },
        ),
      ),
    );
    fc.assert(
      fc.property(histories, ([observations, shuffle]) => {
        expect(placeAll(shuffle.map((i) => observations[i]!))).toEqual(placeAll(observations));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same in order of arrival, whether observations are forgotten on the way or not', () => {
    const contentsInOrder = fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom(null, 1, 2)), { maxLength: 12 });
    fc.assert(
      fc.property(contentsInOrder, (list) => {
        const observations = list.map(([fingerprint, cursor], i) => observation({ runSeq: i + 1, cursor }, fingerprint));
        const lean = observations.reduce<Version[]>((chain, seen) => insertObservation(chain, seen), []);
        expect(lean.map(({ fingerprint, order }) => [fingerprint, order])).toEqual(
          placeAll(observations).map(({ fingerprint, order }) => [fingerprint, order]),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
