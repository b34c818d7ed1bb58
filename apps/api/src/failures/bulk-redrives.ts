import { findOpenFailures, newAuditId, redriveFailures, type AuditPorts, type RedrivenOne, type RedrivePorts } from '@twl/pipeline';
import { NotFoundError, requireValue } from '@twl/ports';
import type { Job, Jobs } from '../jobs/jobs';
import type { RedriveMany, Redrives } from './failure-actions.dto';

/** A request waits so long for the end, ms. */
const patienceMs = 2000;

interface Chosen {
  ids: string[];
  more: boolean;
}

/** Redrives of many failures, each a job. */
export class BulkRedrives {
  private readonly known = new WeakMap<Job<unknown>, Chosen & { results: RedrivenOne[] }>();

  constructor(
    private readonly ports: RedrivePorts & AuditPorts,
    private readonly jobs: Jobs,
  ) {}

  /** A dry run is over at once; else it is waited for, for a little while. */
  async start(asked: RedriveMany): Promise<Redrives> {
    const chosen = await this.choose(asked);
    const id = `redrives-${newAuditId(this.ports.clock)}`;
    if (asked.dryRun) return preview(id, chosen, this.ports.clock.iso());
    const results: RedrivenOne[] = [];
    const { rate, who, why = null } = asked;
    const total = chosen.ids.length;
    const job = this.jobs.start(id, ({ signal, progress }) => {
      progress(0, total);
      const told = (one: RedrivenOne): void => progress(results.push(one), total);
      return redriveFailures(this.ports, { ids: chosen.ids, rate, signal, progress: told }, { who, why });
    });
    this.known.set(job, { ...chosen, results });
    await this.jobs.wait([id], patienceMs);
    return this.view(job);
  }

  /** @throws NotFoundError */
  get(id: string): Redrives {
    const job = this.jobs.find(id);
    if (!job || !this.known.has(job)) throw new NotFoundError('redrive of many in this process', id);
    return this.view(job);
  }

  private async choose({ filter, ids, limit }: RedriveMany): Promise<Chosen> {
    if (!ids) return findOpenFailures(this.ports, filter, limit);
    const wanted = [...new Set(ids)];
    return { ids: wanted.slice(0, limit), more: wanted.length > limit };
  }

  private view(job: Job<unknown>): Redrives {
    const { ids, more, results } = requireValue(this.known.get(job), 'redrive of the job');
    const { id, state, detail, startedAt, finishedAt } = job;
    const times = { startedAt, finishedAt };
    return {
      ...{ id, dryRun: false, state, ...(detail !== undefined && { detail }), ...times },
      ...{ matched: ids.length, more, done: results.length, results },
    };
  }
}

const preview = (id: string, { ids, more }: Chosen, at: string): Redrives => ({
  ...{ id, dryRun: true, state: 'done', startedAt: at, finishedAt: at, matched: ids.length, more, done: 0 },
  results: ids.map((failure) => ({ id: failure, kind: 'matched' })),
});
