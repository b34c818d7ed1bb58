import { noCounts } from '@twl/contracts';
import { BadCursorError, LeaseLostError, NotFoundError } from '../../errors';
import type { Lease } from '../../runs/lease-store';
import type { RunEnd, StoredRun } from '../../runs/stored-run';
import { makeBegin } from '../factories';
import { settle, start, useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

const complete: RunEnd = { state: 'complete', unmodified: noCounts(), bytesSaved: 0 };
const later = (ms: number) => new Date(Date.parse(makeBegin().at) + ms).toISOString();

/** What every run store must do. */
export const runStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: run store`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const runs = () => opened().engine.runs;
    const leases = () => opened().engine.leases;
    const streamStates = () => opened().engine.streamStates;
    const runDecisions = () => opened().engine.runDecisions;

    describe('beginning', () => {
      it('starts a run under a lease', async () => {
        const begun = await runs().begin(makeBegin());
        const run = { id: 'run-1', source: 'shop', stream: 'orders', seq: 1, trigger: 'schedule', state: 'running', phase: 'fetching' };
        const totals = { startedAt: makeBegin().at, finishedAt: null, pages: 0, bytes: 0, counts: noCounts() };
        expect(begun).toEqual({
          kind: 'started',
          run: { ...run, ...totals },
          lease: { runId: 'run-1', source: 'shop', stream: 'orders', runSeq: 1, fence: expect.any(Number), owner: 'worker-1' },
        });
        expect(await runs().get('run-1')).toEqual({ ...run, ...totals });
      });

      it('says that the id exists, whoever asks', async () => {
        const begun = await runs().begin(makeBegin());
        expect(await runs().begin(makeBegin({ owner: 'worker-2' }))).toEqual({ kind: 'exists', run: begun.run });
        expect((await runs().list({ limit: 10 })).items).toHaveLength(1);
      });

      it('skips a run while the last one is not settled, and says so', async () => {
        const lease = await start(engine(), { id: 'first' });
        const whileFetching = await runs().begin(makeBegin({ id: 'second', at: later(1000) }));
        expect(whileFetching).toMatchObject({ kind: 'overlap', run: { id: 'second', seq: 2, phase: 'closed', state: 'skipped_overlap' } });
        expect(whileFetching).toMatchObject({
          run: { finishedAt: later(1000), reason: expect.stringContaining('first') },
          active: { id: 'first' },
        });
        await runs().endFetch(lease, complete, { pages: 0, bytes: 0 });
        expect(await runs().begin(makeBegin({ id: 'third' }))).toMatchObject({
          kind: 'overlap',
          active: { id: 'first', phase: 'applying' },
        });
        expect(await runs().begin(makeBegin({ id: 'third' }))).toMatchObject({ kind: 'exists', run: { state: 'skipped_overlap' } });
      });

      it('numbers the runs of a stream without using a number twice', async () => {
        await settle(engine(), await start(engine()));
        await start(engine());
        await runs().begin(makeBegin({ id: 'overlap' }));
        expect((await runs().get('overlap'))?.seq).toBe(3);
        expect((await start(engine(), { stream: 'customers' })).runSeq).toBe(1);
        expect((await start(engine(), { source: 'other' })).runSeq).toBe(1);
      });

      it('starts one of many that begin at once', async () => {
        const begun = await Promise.all(['a', 'b', 'c'].map((id) => runs().begin(makeBegin({ id }))));
        expect(begun.map(({ kind }) => kind).sort()).toEqual(['overlap', 'overlap', 'started']);
        expect(new Set(begun.map(({ run }) => run.seq)).size).toBe(3);
      });
    });

    describe('a lease', () => {
      const claim = (at: string) => leases().takeOver('run-a', { owner: 'worker-2', at, leaseMs: 60_000 });

      it('is not taken over while it holds', async () => {
        await start(engine(), { id: 'run-a' });
        expect(await claim(later(59_999))).toBeUndefined();
      });

      it('is taken over once its time is over, with a higher fence', async () => {
        const lease = await start(engine(), { id: 'run-a' });
        const taken = await claim(later(60_000));
        expect(taken).toEqual({ ...lease, owner: 'worker-2', fence: expect.any(Number) });
        expect(present(taken).fence).toBeGreaterThan(lease.fence);
        expect(await claim(later(61_000))).toBeUndefined();
      });

      it('holds longer when it is renewed, late too if nobody took it', async () => {
        const lease = await start(engine(), { id: 'run-a' });
        await leases().renew(lease, later(30_000), 60_000);
        expect(await claim(later(89_999))).toBeUndefined();
        await leases().renew(lease, later(100_000), 60_000);
        expect(await claim(later(159_999))).toBeUndefined();
        expect(await claim(later(160_000))).toBeDefined();
      });

      it('that a clock lent which was ahead is held by who renews it, and by nobody else for long', async () => {
        const tomorrow = '2026-02-01T12:00:00.000Z';
        const lease = await start(engine(), { id: 'run-a', at: tomorrow });
        expect(await claim(later(0))).toBeUndefined();
        await leases().renew(lease, later(30_000), 60_000);
        expect(await claim(later(89_999))).toBeUndefined();
        expect(await claim(later(90_000))).toBeDefined();
      });

      it('that a clock lent which was ahead is taken over once nobody renews it', async () => {
        await start(engine(), { id: 'run-a', at: '2026-02-01T12:00:00.000Z' });
        expect(await claim(later(0))).toBeUndefined();
        expect(await claim(later(59_999))).toBeUndefined();
        expect(await claim(later(60_000))).toBeDefined();
      });

      it('is not there for a run that is unknown, applying or closed', async () => {
        expect(await claim(later(0))).toBeUndefined();
        const lease = await start(engine(), { id: 'run-a' });
        await runs().endFetch(lease, complete, { pages: 0, bytes: 0 });
        expect(await claim(later(600_000))).toBeUndefined();
        await runs().close('run-a', { state: 'succeeded', counts: noCounts(), at: later(0) });
        expect(await claim(later(600_000))).toBeUndefined();
      });

      it('is taken over by one of many', async () => {
        await start(engine(), { id: 'run-a' });
        const claims = await Promise.all([claim(later(60_000)), claim(later(60_000)), claim(later(60_000))]);
        expect(claims.filter((lease) => lease !== undefined)).toHaveLength(1);
      });

      it('has a fence that grows from run to run', async () => {
        const first = await start(engine());
        await settle(engine(), first);
        expect((await start(engine())).fence).toBeGreaterThan(first.fence);
      });

      it('writes nothing once it is lost or over', async () => {
        const lost = await start(engine(), { id: 'run-a' });
        const held = present(await claim(later(60_000)));
        const refuses = async (lease: Lease) => {
          await expect(leases().renew(lease, later(61_000), 60_000)).rejects.toThrow(LeaseLostError);
          await expect(streamStates().checkpoint(lease, { cursor: 'zombie', validators: {} })).rejects.toThrow(LeaseLostError);
          await expect(runs().endFetch(lease, { ...complete, state: 'failed' }, { pages: 9, bytes: 9 })).rejects.toThrow(LeaseLostError);
        };
        await refuses(lost);
        await runs().endFetch(held, complete, { pages: 1, bytes: 2 });
        await refuses(held);
        expect(await runs().get('run-a')).toMatchObject({ phase: 'applying', end: complete, pages: 1 });
        expect(await streamStates().state('shop', 'orders')).toBeUndefined();
      });
    });

    describe('a run', () => {
      const end: RunEnd = {
        state: 'stalled',
        reason: 'the same page again',
        unmodified: { ...noCounts(), fetched: 1, unchanged: 1 },
        bytesSaved: 7,
        notes: [{ code: 'ERROR_IGNORED', detail: 'GET /3: HTTP 403', count: 2 }],
        unseen: 2,
      };
      const counts = { ...noCounts(), fetched: 3, new: 3 };

      it('is applying after its fetch, then closed', async () => {
        const lease = await start(engine(), { id: 'run-a' });
        const applying = await runs().endFetch(lease, end, { pages: 2, bytes: 30 });
        expect(applying).toMatchObject({ phase: 'applying', state: 'running', end, pages: 2, bytes: 30, finishedAt: null });
        const closed = await runs().close('run-a', { state: 'stalled', reason: 'why', counts, at: later(5000) });
        expect(closed).toMatchObject({ phase: 'closed', state: 'stalled', reason: 'why', counts, finishedAt: later(5000), end });
        expect(await runs().get('run-a')).toEqual(closed);
      });

      it('is closed once', async () => {
        await settle(engine(), await start(engine(), { id: 'run-a' }));
        const closed = await runs().get('run-a');
        expect(await runs().close('run-a', { state: 'failed', reason: 'no', counts, at: later(9000) })).toEqual(closed);
        expect(await runs().get('run-a')).toEqual(closed);
      });

      it('is not closed while it is fetching', async () => {
        await start(engine(), { id: 'run-a' });
        expect(await runs().close('run-a', { state: 'failed', counts, at: later(0) })).toMatchObject({
          phase: 'fetching',
          state: 'running',
        });
      });

      it('is asked to end while it is fetching, and keeps the first request', async () => {
        const lease = await start(engine(), { id: 'run-a' });
        const first = { who: 'ada', why: 'the wrong account', at: later(1000) };
        expect(await runDecisions().cancel('run-a', first)).toMatchObject({ phase: 'fetching', state: 'running', cancellation: first });
        expect(await runDecisions().cancel('run-a', { who: 'grace', why: null, at: later(2000) })).toMatchObject({ cancellation: first });
        await leases().renew(lease, later(2000), 60_000);
        const ended = await runs().endFetch(lease, { ...complete, state: 'cancelled' }, { pages: 1, bytes: 2 });
        expect(ended).toMatchObject({ phase: 'applying', cancellation: first });
        await runs().close('run-a', { state: 'cancelled', counts, at: later(5000) });
        expect(await runs().get('run-a')).toMatchObject({ state: 'cancelled', cancellation: first });
      });

      it('is not asked to end once it is fetched, nor when it is unknown', async () => {
        const request = { who: 'ada', why: null, at: later(1000) };
        await runs().endFetch(await start(engine(), { id: 'run-a' }), complete, { pages: 0, bytes: 0 });
        expect(await runDecisions().cancel('run-a', request)).not.toHaveProperty('cancellation');
        await runs().close('run-a', { state: 'succeeded', counts, at: later(5000) });
        expect(await runDecisions().cancel('run-a', request)).toEqual(await runs().get('run-a'));
        await expect(runDecisions().cancel('no', request)).rejects.toThrow(NotFoundError);
      });

      it('has its books corrected once it is closed', async () => {
        const lease = await start(engine(), { id: 'run-a' });
        expect(await runs().amend('run-a', { state: 'succeeded', counts })).toMatchObject({ state: 'running', counts: noCounts() });
        await runs().endFetch(lease, complete, { pages: 1, bytes: 2 });
        await runs().close('run-a', { state: 'partial', reason: '1 refused', counts: noCounts(), at: later(5000) });
        const amended = await runs().amend('run-a', { state: 'succeeded', counts });
        expect(amended).toMatchObject({ phase: 'closed', state: 'succeeded', counts, finishedAt: later(5000) });
        expect(amended).not.toHaveProperty('reason');
      });

      it('cannot be closed or amended when it is unknown', async () => {
        await expect(runs().close('no', { state: 'failed', counts, at: later(0) })).rejects.toThrow(NotFoundError);
        await expect(runs().amend('no', { state: 'failed', counts })).rejects.toThrow(NotFoundError);
        expect(await runs().get('no')).toBeUndefined();
      });

      it('is not changed by what is done to a copy of it', async () => {
        await start(engine(), { id: 'run-a' });
        present(await runs().get('run-a')).counts.fetched = 99;
        expect((await runs().get('run-a'))?.counts).toEqual(noCounts());
      });
    });

    describe('the list', () => {
      const fill = async () => {
        for (const id of ['a', 'b', 'c', 'd', 'e'])
          await settle(engine(), await start(engine(), { id, at: later(id.charCodeAt(0) * 1000) }));
        await settle(engine(), await start(engine(), { id: 'other', stream: 'customers', at: later(200_000) }));
        await start(engine(), { id: 'running', source: 'other', at: later(300_000) });
      };
      const ids = (list: { items: StoredRun[] }) => list.items.map(({ id }) => id);

      it('is newest first and keeps to its filters', async () => {
        await fill();
        expect(ids(await runs().list({ limit: 50 }))).toEqual(['running', 'other', 'e', 'd', 'c', 'b', 'a']);
        expect(ids(await runs().list({ limit: 50, source: 'shop' }))).toEqual(['other', 'e', 'd', 'c', 'b', 'a']);
        expect(ids(await runs().list({ limit: 50, source: 'shop', stream: 'customers' }))).toEqual(['other']);
        expect(ids(await runs().list({ limit: 50, state: 'running' }))).toEqual(['running']);
      });

      it('goes on where it stood, whatever begins meanwhile', async () => {
        await fill();
        const first = await runs().list({ limit: 2, stream: 'orders', source: 'shop' });
        await settle(engine(), await start(engine(), { id: 'new', at: later(900_000) }));
        const second = await runs().list({ limit: 2, stream: 'orders', source: 'shop', after: present(first.next) });
        const third = await runs().list({ limit: 2, stream: 'orders', source: 'shop', after: present(second.next) });
        expect([ids(first), ids(second), ids(third), third.next]).toEqual([['e', 'd'], ['c', 'b'], ['a'], null]);
      });

      it('has no next page when the last one is just full', async () => {
        await fill();
        expect((await runs().list({ limit: 7 })).next).toBeNull();
        expect((await runs().list({ limit: 6 })).next).not.toBeNull();
      });

      it('refuses a position that is not its own', async () => {
        await fill();
        const { next } = await runs().list({ limit: 1, source: 'shop' });
        await expect(runs().list({ limit: 1, after: present(next) })).rejects.toThrow(BadCursorError);
        await expect(runs().list({ limit: 1, after: 'garbage' })).rejects.toThrow(BadCursorError);
        await expect(runs().list({ limit: 1, after: '' })).rejects.toThrow(BadCursorError);
      });
    });

    it('knows the runs that are not settled, oldest first', async () => {
      await start(engine(), { id: 'a' });
      await runs().endFetch(await start(engine(), { id: 'b', stream: 'customers' }), complete, { pages: 0, bytes: 0 });
      await settle(engine(), await start(engine(), { id: 'c', source: 'other' }));
      expect((await runs().unsettled()).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('knows the streams that have a run', async () => {
      await start(engine(), { id: 'a' });
      await start(engine(), { id: 'b', stream: 'customers' });
      await start(engine(), { id: 'c', source: 'other' });
      await engine().streamStates.state('shop', 'never-ran');
      const names = (await streamStates().streams()).map(({ source, stream }) => `${source}.${stream}`);
      expect(names.sort()).toEqual(['other.orders', 'shop.customers', 'shop.orders']);
    });

    it('knows the newest run with a result: one that runs, waits or was cancelled has none', async () => {
      const close = async (id: string, state: 'failed' | 'deferred' | 'cancelled') => {
        await runs().endFetch(await start(engine(), { id }), { ...complete, state }, { pages: 0, bytes: 0 });
        await runs().close(id, { state, counts: noCounts(), at: later(0) });
      };
      await settle(engine(), await start(engine(), { id: 'good' }));
      await close('bad', 'failed');
      await close('waits', 'deferred');
      await close('stopped', 'cancelled');
      await start(engine(), { id: 'runs' });
      expect(await runs().latest('shop', 'orders')).toMatchObject({
        last: { id: 'runs' },
        lastFinished: { id: 'bad' },
        lastGood: { id: 'good' },
      });
    });

    it('does not take an older run for the newest because it was reopened', async () => {
      const deletions = { state: 'pending', missing: 1, of: 2, at: later(0) } as const;
      const lease = await start(engine(), { id: 'older' });
      await runs().endFetch(lease, complete, { pages: 0, bytes: 0 });
      await runs().close('older', { state: 'suspect', counts: noCounts(), deletions, at: later(0) });
      await settle(engine(), await start(engine(), { id: 'newer', at: later(60_000) }));
      expect(await runDecisions().reopen('older', { from: 'pending', deletions: { ...deletions, state: 'confirmed' } })).toBe(true);
      await runs().close('older', { state: 'succeeded', counts: noCounts(), at: later(120_000) });
      const newest = { id: 'newer' };
      expect(await runs().latest('shop', 'orders')).toMatchObject({ last: newest, lastFinished: newest, lastGood: newest });
    });

    it('knows the newest run of a stream and the newest that ended well', async () => {
      expect(await runs().latest('shop', 'orders')).toEqual({});
      await settle(engine(), await start(engine(), { id: 'good' }));
      const lease = await start(engine(), { id: 'bad' });
      await runs().endFetch(lease, { ...complete, state: 'failed' }, { pages: 0, bytes: 0 });
      await runs().close('bad', { state: 'failed', counts: noCounts(), at: later(0) });
      expect(await runs().latest('shop', 'orders')).toMatchObject({ last: { id: 'bad' }, lastGood: { id: 'good' } });
      await start(engine(), { id: 'running' });
      expect(await runs().begin(makeBegin({ id: 'skipped' }))).toMatchObject({ kind: 'overlap' });
      expect(await runs().latest('shop', 'orders')).toMatchObject({ last: { id: 'running' }, lastGood: { id: 'good' } });
      expect((await runs().list({ limit: 10 })).items).toHaveLength(4);
    });
  });
};
