import type { Failure } from '@twl/contracts';
import { BadCursorError } from '../../errors';
import { readSubject } from '../../storage/failure-store';
import { makeCommit, makeFailure, makeWrite } from '../factories';
import { applyPage, enter, settle, start, useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

/** What every failure store must do. */
export const failureStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: failure store`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const failures = () => opened().engine.failures;
    const at = (second: number) => `2026-01-31T12:00:${String(second).padStart(2, '0')}.000Z`;

    const fill = async () =>
      applyPage(engine(), [], {
        failures: [
          makeFailure({ id: 'a', at: at(1) }),
          makeFailure({ id: 'b', at: at(2), kind: 'page', reason: 'UNPARSABLE' }),
          makeFailure({ id: 'c', at: at(2), runId: 'run-9' }),
          makeFailure({ id: 'd', at: at(4), stream: 'customers' }),
          makeFailure({ id: 'e', at: at(5), source: 'other' }),
        ],
      });
    const ids = ({ items }: { items: Failure[] }) => items.map(({ id }) => id).join('');
    const list = async (query: Partial<Parameters<ReturnType<typeof failures>['list']>[0]> = {}) =>
      ids(await failures().list({ limit: 50, ...query }));

    it('gives a failure with all that is known of it', async () => {
      const failure = makeFailure({ data: { big: 2n ** 64n, odd: '\ud800\u0000', ['__proto__']: { x: 1 } }, detail: 'odd \ud800\u0000' });
      await applyPage(engine(), [], { failures: [failure] });
      expect(await failures().get(failure.id)).toEqual(failure);
      expect((await failures().list({ limit: 1 })).items).toEqual([failure]);
      expect(await failures().get('none')).toBeUndefined();
    });

    it('lists the newest first and keeps to its filters', async () => {
      await fill();
      await failures().mark('d', 'resolved');
      expect(await list()).toBe('edcba');
      expect(await list({ source: 'shop' })).toBe('dcba');
      expect(await list({ source: 'shop', stream: 'orders' })).toBe('cba');
      expect(await list({ runId: 'run-9' })).toBe('c');
      expect(await list({ kind: 'page' })).toBe('b');
      expect(await list({ reason: 'KEY_MISSING', status: 'open' })).toBe('eca');
      expect(await list({ status: 'resolved' })).toBe('d');
    });

    it('finds those of a stream by its name in any normal form', async () => {
      const stream = 'caf\u00e9';
      await applyPage(engine(), [makeWrite({ stream })], { failures: [makeFailure({ id: 'a', stream })] });
      expect(await list({ stream: 'cafe\u0301' })).toBe('a');
      expect(await list({ stream: 'cafe' })).toBe('');
    });

    it('goes on where it stood, whatever comes meanwhile', async () => {
      await fill();
      const first = await failures().list({ limit: 2 });
      await applyPage(engine(), [], { failures: [makeFailure({ id: 'new', at: at(9) })] });
      const second = await failures().list({ limit: 2, after: present(first.next) });
      const third = await failures().list({ limit: 2, after: present(second.next) });
      expect([first, second, third].map(ids)).toEqual(['ed', 'cb', 'a']);
      expect(third.next).toBeNull();
      expect((await failures().list({ limit: 6 })).next).toBeNull();
    });

    it('refuses a position that is not its own', async () => {
      await fill();
      const { next } = await failures().list({ limit: 1 });
      await expect(failures().list({ limit: 1, status: 'open', after: present(next) })).rejects.toThrow(BadCursorError);
      await expect(failures().list({ limit: 1, after: 'garbage' })).rejects.toThrow(BadCursorError);
    });

    it('marks an open failure once, and keeps it', async () => {
      await fill();
      expect(await failures().countOpen()).toBe(5);
      expect(await failures().mark('a', 'resolved')).toBe(true);
      expect(await failures().mark('a', 'discarded')).toBe(false);
      expect(await failures().mark('none', 'discarded')).toBe(false);
      expect(await failures().get('a')).toMatchObject({ status: 'resolved' });
      expect(await failures().countOpen()).toBe(4);
    });

    it('counts how often an open failure was refused, and keeps the first refusal', async () => {
      await fill();
      const again = { reason: 'CONTRACT', detail: 'the type changed' } as const;
      expect(await failures().refuse('a', again)).toBe(true);
      const first = { reason: 'KEY_MISSING', detail: 'the field id is missing' } as const;
      expect(await failures().get('a')).toEqual(makeFailure({ id: 'a', at: at(1), ...again, attempts: 2, first }));
      expect(await failures().refuse('a', { reason: 'TRANSFORM', detail: 'odd \ud800' })).toBe(true);
      expect(await failures().get('a')).toMatchObject({ reason: 'TRANSFORM', detail: 'odd \ud800', attempts: 3, first, status: 'open' });
      expect(await list({ reason: 'TRANSFORM' })).toBe('a');
      await failures().mark('a', 'discarded');
      expect(await failures().refuse('a', again)).toBe(false);
      expect(await failures().refuse('none', again)).toBe(false);
      expect(await failures().get('a')).toMatchObject({ attempts: 3, status: 'discarded' });
    });

    describe('of records that come again', () => {
      const open = async (source = 'shop', stream = 'orders') =>
        (await failures().openRecords(source, stream)).map(({ id, runSeq, subject }) => [id, runSeq, readSubject(subject)]);
      const of = (id: string, more: Partial<Failure> = {}) => makeFailure({ id, at: at(Number(id.at(-1))), key: 'k', ...more });
      const enter = (...given: Failure[]) => applyPage(engine(), [], { failures: given });

      it('names the open ones of a stream, and what they are about', async () => {
        const odd = { key: 'odd \ud800\u0000 "\u2028' };
        await enter(
          of('f1', { runSeq: 7 }),
          of('f2', odd),
          makeFailure({ id: 'f3', pageIndex: 4, pointer: '/2', data: { big: 2n ** 64n } }),
        );
        await enter(of('f4', { kind: 'page' }), of('f5', { stream: 'customers' }), of('f6', { source: 'other' }), of('f7'));
        await failures().mark('f7', 'discarded');
        const found = await open();
        expect(found).toHaveLength(3);
        expect(found).toEqual(
          expect.arrayContaining([
            ['f1', 7, { key: 'k' }],
            ['f2', 1, odd],
            ['f3', 1, { at: '4:/2', hash: expect.stringMatching(/^.{22}$/) }],
          ]),
        );
        expect(await open('shop', 'customers')).toHaveLength(1);
        expect(await open('none')).toEqual([]);
      });

      it('closes one that is refused again, and the newer one counts both', async () => {
        await enter(of('f1'), of('f2'), of('f3'));
        await failures().supersede([{ id: 'f1', by: 'f2' }]);
        await failures().supersede([{ id: 'f2', by: 'f3' }]);
        expect(await failures().get('f1')).toEqual(of('f1', { status: 'superseded', supersededBy: 'f2' }));
        expect(await failures().get('f3')).toEqual(of('f3', { seen: { count: 3, first: at(1), last: at(3) } }));
        expect(await list({ status: 'open' })).toBe('f3');
        expect(await list({ status: 'superseded' })).toBe('f2f1');
        expect(await failures().countOpen()).toBe(1);
        expect(await open()).toHaveLength(1);
      });

      it('counts nothing twice, however often and by how many it is done', async () => {
        await enter(of('f1'), of('f2'), of('f3'));
        const closings = [
          { id: 'f1', by: 'f3' },
          { id: 'f2', by: 'f3' },
        ];
        await Promise.all([1, 2, 3].map(() => failures().supersede(closings)));
        await failures().supersede(closings);
        expect(await failures().get('f3')).toMatchObject({ status: 'open', seen: { count: 3, first: at(1), last: at(3) } });
        expect(await failures().countOpen()).toBe(1);
      });

      it('begins to count anew where the reason is another one', async () => {
        await enter(of('f1'), of('f2', { reason: 'CONTRACT' }));
        await failures().supersede([{ id: 'f1', by: 'f2' }]);
        expect(await failures().get('f2')).toEqual(of('f2', { reason: 'CONTRACT' }));
        expect(await failures().get('f1')).toMatchObject({ status: 'superseded', supersededBy: 'f2' });
      });

      it('closes one whose record arrived well, and none that is closed', async () => {
        await enter(of('f1'), of('f2'), of('f3'));
        await failures().mark('f2', 'discarded');
        await failures().supersede([{ id: 'f1' }, { id: 'f2' }, { id: 'none' }, { id: 'none', by: 'f3' }]);
        expect(await failures().get('f1')).toEqual(of('f1', { status: 'superseded' }));
        expect(await failures().get('f2')).toMatchObject({ status: 'discarded' });
        expect(await failures().get('f3')).toEqual(of('f3'));
        expect(await failures().mark('f1', 'discarded')).toBe(false);
        expect(await failures().refuse('f1', { reason: 'CONTRACT', detail: '' })).toBe(false);
      });

      it('closes one though what is to stand for it is closed meanwhile', async () => {
        await enter(of('f1'), of('f2'));
        await failures().mark('f2', 'discarded');
        await failures().supersede([{ id: 'f1', by: 'f2' }]);
        expect(await failures().get('f1')).toEqual(of('f1', { status: 'superseded' }));
        expect(await failures().get('f2')).toEqual(of('f2', { status: 'discarded' }));
      });

      it('takes a superseded one at its own place still, once', async () => {
        const page = await enter(of('f1', { runId: 'run-1' }), of('f2'));
        await failures().supersede([{ id: 'f1' }]);
        const amend = async () => {
          const { pages } = await engine().records.progress('shop', 'orders');
          return engine().records.amend({ page, failure: 'f1', outcome: 'filtered', at: at(1), pages });
        };
        expect(await amend()).toEqual({ kind: 'committed' });
        expect(await failures().get('f1')).toMatchObject({ status: 'resolved' });
        expect(await amend()).toEqual({ kind: 'moved' });
        expect(await failures().countOpen()).toBe(1);
      });

      it('leaves them closed, and counted, when another generation is shown that refuses them too', async () => {
        const page = await enter(of('f1'), of('f2'));
        await failures().supersede([{ id: 'f1', by: 'f2' }]);
        const { store, promote } = await engine().generations.fork('shop', 'orders');
        await store.commit(makeCommit(page, [], { failures: [of('f1'), of('f2')], to: 2 }));
        await promote();
        expect(await failures().get('f1')).toMatchObject({ status: 'superseded', supersededBy: 'f2' });
        expect(await failures().get('f2')).toEqual(of('f2', { seen: { count: 2, first: at(1), last: at(2) } }));
        expect(await failures().countOpen()).toBe(1);
        expect(await open()).toEqual([['f2', 1, { key: 'k' }]]);
      });
    });

    it('is resolved, superseded or not, when a generation is shown that applied it', async () => {
      const lease = await start(engine());
      const page = await enter(engine(), lease);
      const refused = ['f1', 'f2'].map((id) => makeFailure({ id, at: at(1), runId: page.runId, runSeq: page.runSeq }));
      await engine().records.commit(makeCommit(page, [], { failures: refused }));
      await settle(engine(), lease);
      await failures().supersede([{ id: 'f1', by: 'f2' }]);
      const { store, promote } = await engine().generations.fork('shop', 'orders');
      await store.commit(makeCommit(page, [], { to: 2 }));
      await promote();
      expect(await failures().get('f1')).toMatchObject({ status: 'resolved' });
      expect(await failures().get('f2')).toMatchObject({ status: 'resolved' });
      expect(await failures().countOpen()).toBe(0);
    });

    it('is marked by one of many', async () => {
      await fill();
      const marks = await Promise.all([1, 2, 3].map(() => failures().mark('a', 'discarded')));
      expect(marks.filter(Boolean)).toHaveLength(1);
    });
  });
};
