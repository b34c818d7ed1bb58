import { ManualClock } from './manual-clock';

describe('a manual clock', () => {
  it('wakes sleepers in order, each at its own time', async () => {
    const clock = new ManualClock({ start: '2026-01-01T00:00:00.000Z' });
    const woken: string[] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} ${clock.iso()}`);
    };
    void sleep('late', 2000);
    void sleep('early', 1000).then(() => sleep('again', 500));
    await clock.advance(3000);
    expect(woken).toEqual(['early 2026-01-01T00:00:01.000Z', 'again 2026-01-01T00:00:01.500Z', 'late 2026-01-01T00:00:02.000Z']);
    expect(clock.iso()).toBe('2026-01-01T00:00:03.000Z');
  });

  it('rejects a sleep with the reason of its signal', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const sleeping = clock.sleep(1000, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sleeping).rejects.toThrow('stopped');
    expect(clock.sleeping).toBe(0);
  });

  it('moves on by itself when it is told to', async () => {
    const clock = new ManualClock({ auto: true });
    const before = clock.now();
    await clock.sleep(60_000);
    expect(clock.now() - before).toBe(60_000);
  });

  it('gives the same randomness for the same seed', () => {
    const draw = (seed: number) => {
      const clock = new ManualClock({ seed });
      return [clock.random(), clock.random()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});
