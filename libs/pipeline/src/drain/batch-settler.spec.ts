import { UnavailableError, type LogFields } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';
import { prefetchPages, traceOf } from '../pages/requested-page';
import { applyMessage } from '../process/apply-message';
import { BatchSettler } from './batch-settler';
import { processMessage } from './process-message';
import { altered } from '@twl/ports/testing';
import { oneMissing } from '../testing/snapshots';
import { settleRun } from '../runs/settle-run';

const fetched = async () => {
  const bench = new PipelineBench([[{ id: 1 }], [{ id: 2 }], [{ id: 3 }]]);
  await bench.ingest();
  const deliveries = await bench.receive();
  const settling = new BatchSettler();
  const work = async () => {
    for (const delivery of deliveries) {
      const verdict = await applyMessage(bench.ports, delivery);
      if (verdict.kind === 'applied') settling.add(verdict.runId, delivery);
    }
  };
  return { bench, deliveries, settling, work };
};

describe('the runs of deliveries that are worked off together', () => {
  it('are settled after the last of them, once', async () => {
    const { bench, settling, work, deliveries } = await fetched();
    await prefetchPages(bench.engine.unapplied, deliveries);
    await work();
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'applying' });
    const within: LogFields[] = [];
    const log = altered(bench.log, {
      within: async (fields, settle) => {
        const settled = await settle();
        within.push(fields);
        return settled;
      },
    });
    expect(await settling.settleAll({ ...bench.ports, log })).toEqual([]);
    expect(within).toEqual([{ runId: 'run-1', work: 'settle', traceparent: traceOf(deliveries[0]) }]);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'closed', state: 'succeeded', counts: { new: 3 } });
  });

  it('let all of their deliveries come back where they cannot be settled', async () => {
    const { bench, deliveries, settling, work } = await fetched();
    await work();
    const runs = altered(bench.engine.runs, {
      close: () => Promise.reject(new UnavailableError('the table')),
    });
    expect(await settling.settleAll({ ...bench.ports, runs })).toEqual(deliveries);
    for (const delivery of deliveries) await processMessage(bench.ports, delivery);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'closed', counts: { fetched: 3, new: 3 } });
  });

  it('send a page of deletions that another worker made meanwhile and did not send', async () => {
    const bench = await oneMissing();
    const { id } = await bench.ingest();
    const settling = new BatchSettler();
    for (const delivery of await bench.receive()) {
      const again = { ...delivery, receives: 2 };
      const verdict = await applyMessage(bench.ports, again);
      if (verdict.kind === 'applied') settling.add(verdict.runId, again);
    }
    const send = () => Promise.reject(new Error('the other worker dies here'));
    await expect(settleRun({ ...bench.ports, pageQueue: altered(bench.engine.pageQueue, { send }) }, id)).rejects.toThrow('dies here');
    expect(await bench.receive()).toEqual([]);
    expect(await settling.settleAll(bench.ports)).toEqual([]);
    await bench.process();
    expect(await bench.engine.runs.get(id)).toMatchObject({ phase: 'closed', deletions: { state: 'deleted' } });
  });
});
