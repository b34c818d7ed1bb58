import { noCounts } from '@twl/contracts';
import type { RunEnd } from '../../runs/stored-run';
import type { StreamState } from '../../runs/stream-state-store';
import { makeBegin } from '../factories';
import { settle, start, useEngine, type OpenEngine } from './opened-engine';

const complete: RunEnd = { state: 'complete', unmodified: noCounts(), bytesSaved: 0 };

/** What every run store must do with the state of streams. */
export const streamStateContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: what a stream remembers`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const runs = () => opened().engine.runs;
    const streamStates = () => opened().engine.streamStates;

    const state: StreamState = {
      cursor: { since: '2026-01-31', big: 12345678901234567890n, odd: ['\ud800', '\u0000', 0.1] },
      validators: { 'GET /orders': { etag: 'W/"1"', sha256: 'ab', key: 'raw/x', page: { runId: 'run-1', runSeq: 1, pageIndex: 0 } } },
      refresh: {
        since: '2026-01-25T00:00:00.000Z',
        going: { startedAt: '2026-02-01T00:00:00.000Z', cursor: { since: '2026-01-01' }, runId: 'run-1' },
      },
    };

    it('is undefined before the first run', async () => {
      expect(await streamStates().state('shop', 'orders')).toBeUndefined();
    });

    it('is saved in the middle of a run and at its end', async () => {
      const lease = await start(engine());
      await streamStates().checkpoint(lease, { cursor: 1, validators: {} });
      expect(await streamStates().state('shop', 'orders')).toEqual({ cursor: 1, validators: {} });
      await runs().endFetch(lease, complete, { pages: 1, bytes: 2, state });
      expect(await streamStates().state('shop', 'orders')).toEqual(state);
      expect(await streamStates().state('shop', 'customers')).toBeUndefined();
    });

    it('stays when a run ends without a word of it', async () => {
      const first = await start(engine());
      await streamStates().checkpoint(first, state);
      await settle(engine(), first);
      expect(await streamStates().state('shop', 'orders')).toEqual(state);
    });

    const orders = { source: 'shop', stream: 'orders' };
    const revision = async () => (await streamStates().remembered('shop', 'orders')).revision;

    it('is set by hand, before the first run too, and forgotten again', async () => {
      expect(await streamStates().remembered('shop', 'orders')).toMatchObject({ state: undefined });
      expect(await streamStates().editState({ ...orders, revision: await revision(), state })).toEqual({ kind: 'edited' });
      expect(await streamStates().remembered('shop', 'orders')).toEqual({ state, revision: await revision() });
      expect(await streamStates().state('shop', 'orders')).toEqual(state);
      expect(await streamStates().state('shop', 'customers')).toBeUndefined();
      expect(await streamStates().editState({ ...orders, revision: await revision() })).toEqual({ kind: 'edited' });
      expect(await streamStates().state('shop', 'orders')).toBeUndefined();
    });

    it('is not set over what somebody else wrote meanwhile', async () => {
      const before = await revision();
      expect(await streamStates().editState({ ...orders, revision: before, state })).toEqual({ kind: 'edited' });
      expect(await streamStates().editState({ ...orders, revision: before, state: { cursor: 2, validators: {} } })).toEqual({
        kind: 'changed',
      });
      expect(await streamStates().editState({ ...orders, revision: before })).toEqual({ kind: 'changed' });
      expect(await streamStates().state('shop', 'orders')).toEqual(state);
      const read = await revision();
      const lease = await start(engine());
      await streamStates().checkpoint(lease, { cursor: 3, validators: {} });
      await settle(engine(), lease);
      expect(await streamStates().editState({ ...orders, revision: read, state })).toEqual({ kind: 'changed' });
    });

    it('is set by one of many', async () => {
      const before = await revision();
      const edits = [1, 2, 3].map((cursor) => streamStates().editState({ ...orders, revision: before, state: { cursor, validators: {} } }));
      expect((await Promise.all(edits)).map(({ kind }) => kind).sort()).toEqual(['changed', 'changed', 'edited']);
    });

    it('is not changed by hand while a run is not settled', async () => {
      const before = await revision();
      const lease = await start(engine(), { id: 'run-a' });
      expect(await streamStates().editState({ ...orders, revision: before, state })).toMatchObject({
        kind: 'active',
        run: { id: 'run-a' },
      });
      await runs().endFetch(lease, complete, { pages: 0, bytes: 0 });
      expect(await streamStates().editState({ ...orders, revision: before, state })).toMatchObject({ kind: 'active' });
      await runs().close('run-a', { state: 'succeeded', counts: noCounts(), at: makeBegin().at });
      expect(await streamStates().editState({ ...orders, revision: before, state })).toEqual({ kind: 'edited' });
    });
  });
};
