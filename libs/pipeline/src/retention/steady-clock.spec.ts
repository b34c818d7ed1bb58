import { ManualClock } from '@twl/ports/testing';
import { SteadyClock } from './steady-clock';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

describe('whether a clock can be trusted', () => {
  it.each([day, -day, 2 * minute])('it cannot for an hour after it was set by %d ms', async (ms) => {
    const clock = new ManualClock();
    const steady = new SteadyClock(clock);
    expect(steady.isSteady()).toBe(true);
    clock.jump(ms);
    expect(steady.isSteady()).toBe(false);
    await clock.advance(hour - 1);
    expect(steady.isSteady()).toBe(false);
    await clock.advance(1);
    expect(steady.isSteady()).toBe(true);
  });

  it('it can while it is put right a little at a time, and while time passes', async () => {
    const clock = new ManualClock();
    const steady = new SteadyClock(clock);
    for (let i = 0; i < 100; i++) {
      clock.jump(30_000);
      await clock.advance(i * hour);
      expect(steady.isSteady()).toBe(true);
    }
  });
});
