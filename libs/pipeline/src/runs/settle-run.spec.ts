import type { RunDeletions } from '@twl/contracts';
import type { PageQueue } from '@twl/ports';
import { processMessage } from '../drain/process-message';
import { PipelineBench } from '../testing/pipeline-bench';
import type { EndStep } from './end-step';
import { settleRun } from './settle-run';

/** A step that leaves a run as it is, apart from what is given. */
const makeStep = (step: Partial<EndStep> = {}): EndStep => ({
  beforeClose: async (_ports, { closing }) => closing,
  beforeAmend: async (_ports, { closing }) => closing,
  reopen: async () => false,
  ...step,
});

/** A step that adds to the reason of a run, so that the order of steps shows. */
const addToReason = (word: string): EndStep =>
  makeStep({ beforeClose: async (_ports, { closing }) => ({ ...closing, reason: [closing.reason, word].filter(Boolean).join(' ') }) });

/** Fetches a run of one page and applies it, with the steps given. */
const runWith = async (...endSteps: EndStep[]) => {
  const bench = new PipelineBench([[{ id: 1 }], [{ id: 2 }]]);
  const ports = { ...bench.ports, endSteps };
  const { id } = await bench.ingest({ endSteps });
  const deliveries: Awaited<ReturnType<PageQueue['receive']>> = await bench.receive();
  for (const delivery of deliveries) await processMessage(ports, delivery);
  return { ports, id, find: () => bench.engine.runs.get(id) };
};

describe('the end of a run', () => {
  it('needs no step', async () => {
    const { find } = await runWith();
    expect(await find()).toMatchObject({ phase: 'closed', state: 'succeeded', counts: { new: 2 } });
  });

  it('is what the last step makes of what the steps before it return', async () => {
    const { find } = await runWith(addToReason('first'), addToReason('second'));
    expect(await find()).toMatchObject({ phase: 'closed', reason: 'first second' });
  });

  it('waits for a step that is not done, and runs no later one', async () => {
    let isDone = false;
    let later = 0;
    const waiting = makeStep({ beforeClose: async (_ports, { closing }) => (isDone ? closing : undefined) });
    const counting = makeStep({
      beforeClose: async (_ports, { closing }) => {
        later++;
        return closing;
      },
    });
    const { ports, id, find } = await runWith(waiting, counting);
    expect(await find()).toMatchObject({ phase: 'applying', state: 'running' });
    expect(later).toBe(0);
    isDone = true;
    expect(await settleRun(ports, id)).toMatchObject({ phase: 'closed', state: 'succeeded' });
    expect(later).toBe(1);
  });

  it('runs the steps again for a run that one of them has reopened', async () => {
    const deletions: RunDeletions = { state: 'waiting', missing: 0, of: 2 };
    let closings = 0;
    const step = makeStep({
      beforeClose: async (_ports, { closing }) => {
        closings++;
        return { ...closing, deletions: closings === 1 ? deletions : { ...deletions, state: 'deleted' } };
      },
      reopen: async ({ runDecisions }, { run }) =>
        run.deletions?.state === 'waiting' &&
        runDecisions.reopen(run.id, { from: 'waiting', deletions: { ...deletions, state: 'confirmed' } }),
    });
    const { find } = await runWith(step);
    expect(await find()).toMatchObject({ phase: 'closed', deletions: { state: 'deleted' } });
    expect(closings).toBe(2);
  });

  it('asks the steps how to correct a run that is closed', async () => {
    const amended = makeStep({ beforeAmend: async (_ports, { closing }) => ({ ...closing, reason: 'corrected' }) });
    const { ports, id } = await runWith(amended);
    expect(await settleRun(ports, id)).toMatchObject({ phase: 'closed', reason: 'corrected' });
  });
});
