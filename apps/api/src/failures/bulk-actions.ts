import {
  discardFailures,
  findOpenFailures,
  newAuditId,
  redriveFailures,
  type Actor,
  type AuditPorts,
  type DiscardedOne,
  type RedrivenOne,
  type RedrivePorts,
} from '@twl/pipeline';
import { NotFoundError, requireValue } from '@twl/ports';
import type { Job, Jobs } from '../jobs/jobs';
import type { DiscardMany, Discards, RedriveMany, Redrives } from './failure-actions.dto';

/** How long a request waits for the work to end, ms. */
const maxWaitMs = 2000;

interface FailureSelection {
  ids: string[];
  more: boolean;
}

/** A piece of bulk work as the API shows it. */
interface BulkView<One> extends Omit<Redrives, 'results'> {
  results: (One | { id: string; kind: 'matched' })[];
}

/** What a job does with each failure; it reports every result. */
type BulkWork<One> = (ids: string[], signal: AbortSignal, report: (one: One) => void) => Promise<unknown>;

/** Bulk redrives and discards; each is a job. */
export class BulkActions {
  private readonly known = new WeakMap<Job<unknown>, FailureSelection & { results: { id: string }[] }>();

  constructor(
    private readonly ports: RedrivePorts & AuditPorts,
    private readonly jobs: Jobs,
  ) {}

  /** Starts a bulk redrive. A dry run returns at once; otherwise the request waits up to 2 s for the end. */
  redrive(request: RedriveMany, actor: Actor): Promise<Redrives> {
    const { rate } = request;
    return this.start<RedrivenOne>('redrives', request, (ids, signal, progress) =>
      redriveFailures(this.ports, { ids, rate, signal, progress }, actor),
    );
  }

  /** Starts a bulk discard, as {@link redrive}. */
  discard(request: DiscardMany, actor: Actor): Promise<Discards> {
    const by = { ...actor, why: request.why ?? '' };
    return this.start<DiscardedOne>('discards', request, (ids, signal, progress) =>
      discardFailures(this.ports, { ids, signal, progress }, by),
    );
  }

  /** @throws NotFoundError */
  redrives(id: string): Redrives {
    return this.view<RedrivenOne>(this.find('redrive', id));
  }

  /** @throws NotFoundError */
  discards(id: string): Discards {
    return this.view<DiscardedOne>(this.find('discard', id));
  }

  private async start<One extends { id: string }>(
    kind: 'redrives' | 'discards',
    request: DiscardMany,
    work: BulkWork<One>,
  ): Promise<BulkView<One>> {
    const chosen = await this.choose(request);
    const id = `${kind}-${newAuditId(this.ports.clock)}`;
    if (request.dryRun) return preview(id, chosen, this.ports.clock.iso());
    const results: One[] = [];
    const total = chosen.ids.length;
    const job = this.jobs.start(id, ({ signal, progress }) => {
      progress(0, total);
      return work(chosen.ids, signal, (one) => progress(results.push(one), total));
    });
    this.known.set(job, { ...chosen, results });
    await this.jobs.wait([id], maxWaitMs);
    return this.view(job);
  }

  private find(kind: 'redrive' | 'discard', id: string): Job<unknown> {
    const job = this.jobs.find(id);
    if (!job || !this.known.has(job) || !id.startsWith(kind)) throw new NotFoundError(`bulk ${kind} in this process`, id);
    return job;
  }

  private async choose({ filter, ids, limit }: DiscardMany): Promise<FailureSelection> {
    if (!ids) return findOpenFailures(this.ports, filter, limit);
    const wanted = [...new Set(ids)];
    return { ids: wanted.slice(0, limit), more: wanted.length > limit };
  }

  private view<One extends { id: string }>(job: Job<unknown>): BulkView<One> {
    const { ids, more, results } = requireValue(this.known.get(job), 'bulk work of the job');
    const { id, state, detail, startedAt, finishedAt } = job;
    const times = { startedAt, finishedAt };
    return {
      ...{ id, dryRun: false, state, ...(detail !== undefined && { detail }), ...times },
      ...{ matched: ids.length, more, done: results.length, results: results as One[] },
    };
  }
}

const preview = <One>(id: string, { ids, more }: FailureSelection, at: string): BulkView<One> => ({
  ...{ id, dryRun: true, state: 'done', startedAt: at, finishedAt: at, matched: ids.length, more, done: 0 },
  results: ids.map((failure) => ({ id: failure, kind: 'matched' })),
});
