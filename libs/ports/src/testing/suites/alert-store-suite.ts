import { makeAlert } from '../factories';
import { present } from '../present';
import { useEngine, type OpenEngine } from './opened-engine';

/** What every store of alerts must do. */
export const alertStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: alerts`, () => {
    const opened = useEngine(open);
    const alerts = () => opened().engine.alerts;

    it('gives an alert as it was written, with its next revision', async () => {
      const alert = makeAlert({ target: 'a\ud800\u0000é', pendingSince: '2026-01-31T12:00:00.000Z' });
      const stored = await alerts().put(alert);
      expect(stored).toEqual({ ...alert, revision: 1 });
      expect(await alerts().get(alert.id)).toEqual(stored);
      expect(await alerts().get('none')).toBeUndefined();
    });

    it('forgets what a later write does not have any more', async () => {
      const { pendingSince, ...rest } = present(await alerts().put(makeAlert({ pendingSince: '2026-01-31T12:00:00.000Z' })));
      expect(pendingSince).toBeDefined();
      expect(await alerts().put(rest)).toEqual({ ...rest, revision: 2 });
      expect(await alerts().get(rest.id)).toEqual({ ...rest, revision: 2 });
    });

    it('lists all of them by id', async () => {
      for (const id of ['late:shop', 'failing:shop', 'late:blog']) await alerts().put(makeAlert({ id }));
      expect((await alerts().list()).map(({ id }) => id)).toEqual(['failing:shop', 'late:blog', 'late:shop']);
    });

    it('refuses a write that rests on an earlier revision', async () => {
      const first = present(await alerts().put(makeAlert({ change: 1 })));
      expect(await alerts().put({ ...first, change: 2 })).toMatchObject({ change: 2, revision: 2 });
      expect(await alerts().put({ ...first, change: 3 })).toBeUndefined();
      expect(await alerts().put(makeAlert({ change: 4 }))).toBeUndefined();
      expect(await alerts().put(makeAlert({ id: 'late:other', revision: 7 }))).toBeUndefined();
      expect((await alerts().list()).map(({ change, revision }) => [change, revision])).toEqual([[2, 2]]);
    });

    it('lets one of many writers at once succeed', async () => {
      const { id } = present(await alerts().put(makeAlert({})));
      for (let round = 1; round <= 3; round++) {
        const known = present(await alerts().get(id));
        const results = await Promise.all([1, 2, 3, 4].map((writer) => alerts().put({ ...known, target: `writer ${writer}` })));
        const winners = results.filter((stored) => stored !== undefined);
        expect(winners).toHaveLength(1);
        expect(await alerts().get(id)).toEqual(winners[0]);
      }
    });
  });
};
