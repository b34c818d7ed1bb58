import type { AuditEntry } from '@twl/contracts';
import { endEntryId, newAuditId, type Actor } from '@twl/pipeline';
import { ProblemException } from '@twl/platform';
import { NotFoundError, requireValue, type AuditLog, type Clock, type Log } from '@twl/ports';
import type { HeavyWork, ReplayTask } from '../heavy/heavy-work';
import type { Job, Jobs } from '../jobs/jobs';
import type { Replay, ReplayResult } from '../views/replay';

/** How long a request waits for the replays to end, ms. */
const maxWaitMs = 2000;

type ReplayTarget = Pick<Replay, 'source' | 'stream' | 'dryRun'>;

/** Stream to replay, and the manifest and days to use. */
export type ReplayChoice = Pick<ReplayTask, 'source' | 'stream' | 'manifest' | 'days'>;

/** Replays of streams; each is a job. Replays of other processes are read from the audit log. */
export class Replays {
  private readonly known = new WeakMap<Job<unknown>, ReplayTarget>();
  private readonly active = new Map<string, Job<unknown>>();

  constructor(
    private readonly ports: { audit: AuditLog; clock: Clock; log: Log },
    private readonly work: HeavyWork,
    private readonly jobs: Jobs,
  ) {}

  /** Starts one replay per stream and waits up to 2 s for them to end. @throws ProblemException 409 if a stream is already being replayed */
  async start(choices: ReplayChoice[], { dryRun, ...by }: Actor & { dryRun: boolean }): Promise<Replay[]> {
    for (const choice of choices) this.refuseIfActive(choice);
    const jobs = choices.map((choice) => this.startOne(choice, { dryRun, ...by }));
    await this.jobs.wait(
      jobs.map(({ id }) => id),
      maxWaitMs,
    );
    return jobs.map((job) => this.view(job));
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Replay> {
    const job = this.jobs.find(id);
    if (job && this.known.has(job)) return this.view(job);
    const begun = await this.ports.audit.get(id);
    if (begun?.action !== 'replay' || id.endsWith(endEntryId(''))) throw new NotFoundError('replay', id);
    return fromAudit(begun, await this.ports.audit.get(endEntryId(id)));
  }

  private refuseIfActive({ source, stream }: ReplayChoice): void {
    const job = this.active.get(`${source}.${stream}`);
    if (!job || job.finishedAt !== null) return;
    const detail = `${source}.${stream} is already being replayed: see /api/replays/${job.id}`;
    throw new ProblemException({ status: 409, code: 'REPLAY_RUNNING', detail });
  }

  private startOne(choice: ReplayChoice, { dryRun, ...by }: Actor & { dryRun: boolean }): Job<ReplayResult> {
    const { source, stream } = choice;
    const id = `replay-${newAuditId(this.ports.clock)}`;
    const job = this.jobs.start(id, async (working) => {
      const result = await this.work.replay({ ...choice, id, dryRun, ...by }, working);
      const { holes, samples: _, ...sums } = result;
      this.ports.log.info('stream.replayed', { source, stream, dryRun, who: by.who, ...sums, holes: holes.length });
      return result;
    });
    this.known.set(job, { source, stream, dryRun });
    this.active.set(`${source}.${stream}`, job);
    return job;
  }

  private view(job: Job<unknown>): Replay {
    const { id, state, detail, startedAt, finishedAt, progress } = job;
    const result = (job.result as ReplayResult | undefined) ?? null;
    return {
      id,
      ...requireValue(this.known.get(job), 'replay of the job'),
      state,
      ...(detail !== undefined && { detail }),
      startedAt,
      finishedAt,
      progress,
      result,
    };
  }
}

const lost =
  'no end was recorded: either another process is still working on it, or it was lost when its process stopped. A replay takes effect completely or not at all; run a dry run to find out';

/** Builds a replay of another process from its audit entries. */
const fromAudit = (begun: AuditEntry, end: AuditEntry | undefined): Replay => {
  const [source = '', ...stream] = begun.target.split('.');
  const state = !end ? 'unfinished' : end.result.startsWith('failed') ? 'failed' : 'done';
  return {
    ...{ id: begun.id, source, stream: stream.join('.'), dryRun: false, state, detail: end?.result ?? lost },
    ...{ startedAt: begun.at, finishedAt: end?.at ?? null, progress: { done: 0, total: null }, result: null },
  };
};
