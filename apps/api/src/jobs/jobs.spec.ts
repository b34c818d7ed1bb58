import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { Jobs } from './jobs';

describe('jobs', () => {
  const log = new RecordingLog();
  const make = () => new Jobs(new ManualClock(), log);

  it('are worked off one after the other', async () => {
    const jobs = make();
    const order: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const first = jobs.start('a', async () => {
      await gate.promise;
      return order.push('a');
    });
    const second = jobs.start('b', async () => order.push('b'));
    await Promise.resolve();
    expect([first.state, second.state]).toEqual(['running', 'waiting']);
    gate.resolve(undefined);
    await jobs.wait(['a', 'b'], 1000);
    expect(order).toEqual(['a', 'b']);
    expect([first, second]).toMatchObject([
      { state: 'done', result: 1, finishedAt: expect.any(String) },
      { state: 'done', result: 2 },
    ]);
  });

  it('that fail say why, and do not keep the others', async () => {
    const jobs = make();
    const failed = jobs.start('a', () => Promise.reject(new Error('no disk')));
    const next = jobs.start('b', async () => 1);
    await jobs.wait(['a', 'b'], 1000);
    expect([failed, next]).toMatchObject([{ state: 'failed', detail: 'no disk' }, { state: 'done' }]);
    expect(log.of('job.failed')).toEqual([{ job: 'a' }]);
  });

  it('stop at their next step when the server stops, and those that wait do not begin', async () => {
    const jobs = make();
    const gate = Promise.withResolvers<undefined>();
    const working = jobs.start('a', async ({ progress }) => {
      await gate.promise;
      progress(1, 2);
    });
    let isBegun = false;
    const waiting = jobs.start('b', async () => (isBegun = true));
    await Promise.resolve();
    jobs.onModuleDestroy();
    gate.resolve(undefined);
    await jobs.onApplicationShutdown();
    expect([working, waiting]).toMatchObject([
      { state: 'failed', detail: 'the server was stopped', progress: { done: 1, total: 2 } },
      { state: 'failed', detail: 'the server was stopped' },
    ]);
    expect(isBegun).toBe(false);
  });

  it('are forgotten, the oldest first, once many are finished', async () => {
    const jobs = make();
    for (let i = 0; i <= 101; i++) {
      jobs.start(`job-${i}`, async () => i);
      await jobs.wait([`job-${i}`], 1000);
    }
    expect(jobs.find('job-0')).toBeUndefined();
    expect(jobs.find('job-2')).toMatchObject({ result: 2 });
    expect(jobs.find('job-101')).toMatchObject({ result: 101 });
  });
});
