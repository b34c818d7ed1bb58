import type { SourcePause } from '@twl/contracts';
import { useEngine, type OpenEngine } from './opened-engine';

/** What every store of pauses must do. */
export const sourcePausesContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: pauses of sources`, () => {
    const opened = useEngine(open);
    const pauses = () => opened().engine.pauses;
    const pause = (source: string, more: Partial<SourcePause> = {}): SourcePause => ({
      ...{ source, who: 'ada', why: 'the API is moved', at: '2026-01-31T12:00:00.000Z' },
      ...more,
    });

    it('keep a pause as it was made, until it ends', async () => {
      const odd = pause('a\u0000é', { why: null });
      expect(await pauses().get(odd.source)).toBeUndefined();
      expect(await pauses().pause(odd)).toBe(true);
      expect(await pauses().get(odd.source)).toEqual(odd);
      expect(await pauses().resume(odd.source)).toBe(true);
      expect(await pauses().get(odd.source)).toBeUndefined();
    });

    it('keep the first of two pauses, and end one once', async () => {
      const both = await Promise.all([pauses().pause(pause('shop')), pauses().pause(pause('shop', { who: 'grace' }))]);
      expect(both.sort()).toEqual([false, true]);
      expect(await pauses().resume('shop')).toBe(true);
      expect(await pauses().resume('shop')).toBe(false);
    });

    it('are listed by source', async () => {
      for (const source of ['shop', 'bank', 'café']) await pauses().pause(pause(source));
      expect((await pauses().list()).map(({ source }) => source)).toEqual(['bank', 'café', 'shop']);
    });
  });
};
