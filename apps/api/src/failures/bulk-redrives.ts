import {
  findOpenFailures,
  newAuditId,
  redriveFailures,
  type Actor,
  type AuditPorts,
  type RedrivenOne,
  type RedrivePorts,
} from '@twl/pipeline';
import { NotFoundError, requireValue } from '@twl/ports';
import type { Job, Jobs } from '../jobs/jobs';
import type { RedriveMany, Redrives } from './failure-actions.dto';

/** How long a request waits for the redrive to end, ms. */
const maxWaitMs = 2000;

interface FailureSelection {
  ids: string[];
  more: boolean;
}

/** Bulk redrives; each is a job. */
export class BulkRedrives {
  private readonly known = new WeakMap<Job<unknown>, FailureSelection & { results: RedrivenOne[] }>();

  constructor(
    private readonly ports: RedrivePorts & AuditPorts,
    private readonly jobs: Jobs,
  ) {}

  /** Starts a bulk redrive. A dry run returns at once; otherwise the request waits up to 2 s for the end. */
  async start(request: RedriveMany, actor: Actor): Promise<Redrives> {
    const chosen = await this.choose(request);
    const id = `redrives-${newAuditId(this.ports.clock)}`;
    if (request.dryRun) return preview(id, chosen, this.ports.clock.iso());
    const results: RedrivenOne[] = [];
    const { rate } = request;
    const total = chosen.ids.length;
    const job = this.jobs.start(id, ({ signal, progress }) => {
      progress(0, total);
      const reportResult = (one: RedrivenOne): void => progress(results.push(one), total);
      return redriveFailures(this.ports, { ids: chosen.ids, rate, signal, progress: reportResult }, actor);
    });
    this.known.set(job, { ...chosen, results });
    await this.jobs.wait([id], maxWaitMs);
    return this.view(job);
  }

  /** @throws NotFoundError */
  get(id: string): Redrives {
    const job = this.jobs.find(id);
    if (!job || !this.known.has(job)) throw new NotFoundError('bulk redrive in this process', id);
    return this.view(job);
  }

  private async choose({ filter, ids, limit }: RedriveMany): Promise<FailureSelection> {
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

const preview = (id: string, { ids, more }: FailureSelection, at: string): Redrives => ({
  ...{ id, dryRun: true, state: 'done', startedAt: at, finishedAt: at, matched: ids.length, more, done: 0 },
  results: ids.map((failure) => ({ id: failure, kind: 'matched' })),
});
