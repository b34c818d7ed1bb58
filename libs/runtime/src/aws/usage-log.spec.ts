import { RecordingLog } from '@twl/ports/testing';
import { Meter, noUsage } from '@twl/storage-aws';
import { UsageLog } from './usage-log';

const bench = () => {
  const [lines, meter] = [new RecordingLog(), new Meter()];
  const log = new UsageLog(lines, meter);
  const ask = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      meter.add({ ...noUsage(), requests: { 'S3.GetObject': 1 } });
      await new Promise(setImmediate);
    }
  };
  /** Asks S3 so many times for a run, and then logs a step of it. */
  const step = (event: string, runId: string, times: number): Promise<void> =>
    log.within({ runId }, async () => {
      await ask(times);
      log.info(event, { runId });
    });
  return { lines, log, ask, step };
};

describe('the log of what AWS was asked for', () => {
  it('counts for each piece of work apart, whatever else goes on', async () => {
    const { lines, step } = bench();
    await Promise.all([step('page.applied', 'a', 3), step('page.applied', 'b', 1)]);
    const figures = lines.of('page.applied').map(({ runId, awsS3 }) => [runId, awsS3]);
    expect(Object.fromEntries(figures)).toEqual({ a: 3, b: 1 });
  });

  it('adds up all work on a run where the run is closed', async () => {
    const { lines, step } = bench();
    await step('run.fetched', 'a', 3);
    await step('page.applied', 'b', 5);
    await step('page.applied', 'a', 2);
    await step('run.closed', 'a', 1);
    expect(lines.of('run.closed')).toMatchObject([{ runId: 'a', awsS3: 6 }]);
  });

  it('keeps count of work that failed, and passes on its error', async () => {
    const { lines, log, ask, step } = bench();
    const failing = log.within({ runId: 'a' }, async () => {
      await ask(2);
      throw new Error('the bucket is away');
    });
    await expect(failing).rejects.toThrow('the bucket is away');
    await step('run.closed', 'a', 1);
    expect(lines.of('run.closed')).toMatchObject([{ awsS3: 3 }]);
  });

  it('leaves lines as they are outside of such work, and those that are no step', async () => {
    const { lines, log } = bench();
    log.info('run.closed', { runId: 'a' });
    await log.within({ runId: 'a' }, async () => log.info('run.started', { runId: 'a' }));
    expect(lines.lines.map(({ fields }) => fields)).toEqual([{ runId: 'a' }, { runId: 'a' }]);
  });
});
