import { maxRunEvents, type HistoryEvent } from '@twl/contracts';
import { useEngine, type OpenEngine } from './opened-engine';

/** What every history of runs must do. */
export const runHistoryContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: history of runs`, () => {
    const opened = useEngine(open);
    const history = () => opened().engine.history;
    const event = (n: number, more: Partial<HistoryEvent> = {}): HistoryEvent => ({
      ...{ at: new Date(Date.UTC(2026, 0, 31, 12) + n).toISOString(), level: 'detail', event: 'request.answered' },
      fields: { n },
      ...more,
    });
    const numbers = (events: HistoryEvent[]) => events.map(({ fields }) => fields['n']);

    it('gives events as they were told', async () => {
      const odd = event(1, { level: 'error', fields: { request: 'GET /ä\u0000?x=%20', status: 500, isLast: true, reason: null } });
      await history().append('shop.orders/1 #ü', [odd]);
      expect(await history().read('shop.orders/1 #ü')).toEqual([odd]);
    });

    it('has none of a run that nobody told of, and keeps runs apart', async () => {
      await history().append('a', [event(1)]);
      await history().append('ab', [event(2)]);
      expect(await history().read('none')).toEqual([]);
      expect(numbers(await history().read('a'))).toEqual([1]);
    });

    it('is in the order of time, whoever tells when', async () => {
      await history().append('a', [event(1), event(4)]);
      await history().append('a', [event(2), event(3)]);
      await history().append('a', []);
      expect(numbers(await history().read('a'))).toEqual([1, 2, 3, 4]);
    });

    it('keeps so many events of a run and no more', async () => {
      const many = (from: number) => Array.from({ length: maxRunEvents / 2 }, (_, i) => event(from + i));
      await history().append('a', many(0));
      await history().append('a', many(maxRunEvents / 2));
      await history().append('a', many(maxRunEvents));
      const events = await history().read('a');
      expect(events).toHaveLength(maxRunEvents);
      expect(numbers(events).at(0)).toBe(0);
    });
  });
};
