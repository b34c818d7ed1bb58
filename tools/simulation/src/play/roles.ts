import { confirmDeletions, drainPageQueue, ingestStream, redriveFailure, replayStream, sweep, undoDeletions } from '@twl/pipeline';
import type { Log } from '@twl/ports';
import type { FakeCatalog } from '../source/fake-catalog';
import type { Work } from './crew';
import { walk, type Walks } from './walker';

/** When scheduled runs happen. */
interface SimulatedSchedule {
  start: number;
  periodMs: number;
  ticks: number;
}

/** What every role works with beside its ports. */
export interface Stage {
  catalog: FakeCatalog;
  log: Log;
  schedule: SimulatedSchedule;
}

/** Who asks for redrives, replays and decisions. */
export const operator = { who: 'ada', why: null };

const visibilityMs = 20_000;

/** Runs every source at each tick; after a restart it begins with the tick that is due. `name` tells the runs of schedules apart. */
export const ingestor =
  ({ catalog, log, schedule }: Stage, schedules = ''): Work =>
  async (ports) => {
    const { start, periodMs, ticks } = schedule;
    const due = Math.max(0, Math.floor((ports.clock.now() - start) / periodMs));
    for (let tick = due; tick < ticks; tick++) {
      await ports.clock.sleep(start + tick * periodMs - ports.clock.now());
      for (const { name } of await catalog.list()) await runOnce(`${name}@${schedules}${tick}`, name);
    }

    async function runOnce(id: string, name: string): Promise<void> {
      const request = { id, trigger: 'schedule' as const, stream: catalog.stream(name), signal: new AbortController().signal };
      await ingestStream({ ...ports, catalog, log }, request).catch((error: unknown) => log.error('ingest.failed', error, { runId: id }));
    }
  };

/** Works off the page queue. */
export const processor =
  ({ catalog, log }: Stage): Work =>
  async (ports) => {
    const all = { ...ports, catalog, log, fingerprintAlgorithm: 'md5' as const };
    await drainPageQueue(all, new AbortController().signal, { visibilityMs });
  };

/** Looks after what crashes have left. */
export const sweeper =
  ({ catalog, log }: Stage): Work =>
  async (ports) => {
    for (;;) {
      await ports.clock.sleep(20_000);
      await sweep({ ...ports, catalog, log }, { olderThanMs: 30_000 }).catch((error: unknown) => log.error('sweep.failed', error));
    }
  };

/** Tries everything in quarantine once more, also what a later run settled: then all is applied that a replay would apply. */
export const redriver =
  ({ catalog, log }: Stage): Work =>
  async (ports) => {
    const all = { ...ports, catalog, log, fingerprintAlgorithm: 'md5' as const };
    const lists = await Promise.all((['open', 'superseded'] as const).map((status) => ports.failures.list({ status, limit: 200 })));
    for (const { id } of lists.flatMap(({ items }) => items)) {
      const result = await redriveFailure(all, id, operator).catch((error: unknown) => ({ kind: 'failed', error: String(error) }));
      log.info('redrive', { id, ...result });
    }
  };

/** Decides about the newest run of each source that asks, or that deleted something. */
export const decider =
  ({ catalog, log }: Stage, decision: 'confirm-deletions' | 'undo-deletions'): Work =>
  async (ports) => {
    const [decide, from] = decision === 'confirm-deletions' ? [confirmDeletions, 'pending'] : [undoDeletions, 'deleted'];
    for (const { name } of await catalog.list()) {
      const { items } = await ports.runs.list({ source: name, limit: 200 });
      const run = items.find(({ deletions }) => deletions?.state === from);
      if (!run) continue;
      const result = await decide({ ...ports, catalog, log }, run.id, operator).then(({ state }) => state, String);
      log.info(decision, { runId: run.id, result });
    }
  };

/** Applies everything in the raw zone again. */
export const replayer =
  ({ catalog, log }: Stage): Work =>
  async (ports) => {
    const all = { ...ports, catalog, log, fingerprintAlgorithm: 'md5' as const };
    for (const { name } of await catalog.list()) {
      const { pages, holes } = await replayStream(all, { stream: catalog.stream(name) }, operator);
      log.info('replay', { name, pages, holes: holes.length });
    }
  };

/** Reads the record list from beginning to end, again and again. */
export const walker =
  (stage: Stage, walks: Walks): Work =>
  async (ports) => {
    for (let i = 0; i < 2 * stage.schedule.ticks; i++) {
      await ports.clock.sleep(stage.schedule.periodMs / 2);
      await walk(ports.reader, walks).catch((error: unknown) => stage.log.error('walk.failed', error));
    }
  };
