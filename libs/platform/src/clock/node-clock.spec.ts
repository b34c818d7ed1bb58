import { NodeClock } from './node-clock';

describe('NodeClock', () => {
  const clock = new NodeClock();

  it('tells the time as a number and as text', () => {
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
    expect(clock.iso()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('waits at least as long as told', async () => {
    const start = performance.now();
    await clock.sleep(20);
    expect(performance.now() - start).toBeGreaterThanOrEqual(18);
  });

  it("rejects with the signal's reason when aborted while or before it waits", async () => {
    const reason = new Error('stop');
    const controller = new AbortController();
    const waiting = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(clock.sleep(0, controller.signal)).rejects.toBe(reason);
  });
});
