import { ProblemException } from '@twl/platform';
import type { RunRequest } from '@twl/contracts';
import type { Clock, Log, RequestQueue, RunStore, Source } from '@twl/ports';
import { chosenStreams, refuseIfBroken } from './chosen-streams';

/** A requested run; `/runs/{id}` returns it as soon as it has started. */
export interface RequestedRun {
  id: string;
  source: string;
  stream: string;
}

/** How long a requested run may take to start, ms. A later request is a new one. */
const maxStartDelayMs = 60_000;

/** Requests runs of a source from ingestion. A stream with a running or requested run gets no second one. */
export class RunRequests {
  /** The last requested run of each stream. */
  private readonly requested = new Map<string, { id: string; at: number }>();
  /** Handles requests one at a time, so that concurrent requests see the first one. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ports: { requestQueue: RequestQueue; runs: Pick<RunStore, 'get' | 'latest'> },
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Requests runs of the given streams, default all. Returns one run per stream: a new one, or the one that is running or requested. */
  async send(source: Source, wanted?: string[]): Promise<RequestedRun[]> {
    refuseIfUnable(source);
    const streams = chosenStreams(source, wanted).map((stream) => stream.name);
    const sent = this.turn.then(() => this.sendNow(source.name, streams));
    this.turn = sent.catch(() => undefined);
    return sent;
  }

  private async sendNow(source: string, streams: readonly string[]): Promise<RequestedRun[]> {
    const requestedAt = this.clock.iso();
    const runs: (RequestedRun & { isNew: boolean })[] = [];
    for (const stream of streams) {
      const known = await this.findActiveRun(source, stream);
      runs.push({ id: known ?? this.newId(`${source}.${stream}`, requestedAt), source, stream, isNew: known === undefined });
    }
    const fresh = runs.filter(({ isNew }) => isNew);
    if (fresh.length > 0) {
      const requestedRuns = fresh.map(({ id, stream }) => ({ runId: id, stream }));
      const { traceparent } = this.log;
      const request: RunRequest = {
        v: 2,
        source,
        runs: requestedRuns,
        trigger: 'manual',
        requestedAt,
        ...(traceparent && { traceparent }),
      };
      await this.ports.requestQueue.send([request]);
    }
    for (const { id, stream } of fresh) {
      this.requested.set(`${source}.${stream}`, { id, at: this.clock.now() });
      this.log.info('run.requested', { source, stream, runId: id });
    }
    return runs.map(({ id, stream }) => ({ id, source, stream }));
  }

  /** Finds the run of a stream that is running, or requested and not started yet. */
  private async findActiveRun(source: string, stream: string): Promise<string | undefined> {
    const last = this.requested.get(`${source}.${stream}`);
    const run = last && (await this.ports.runs.get(last.id));
    if (last && !run && this.clock.now() - last.at < maxStartDelayMs) return last.id;
    const { last: lastRun } = await this.ports.runs.latest(source, stream);
    return lastRun?.phase === 'fetching' ? lastRun.id : undefined;
  }

  private newId(prefix: string, at: string): string {
    const part = (): string =>
      Math.floor(this.clock.random() * 2 ** 32)
        .toString(36)
        .padStart(7, '0');
    return `${prefix}.${at.replaceAll(/[-:.]/g, '')}-${part()}${part()}`;
  }
}

function refuseIfUnable(source: Source): void {
  refuseIfBroken(source);
  const { name, settings } = source;
  if (!settings.enabled) {
    throw new ProblemException({ status: 409, code: 'SOURCE_DISABLED', detail: `source ${name} is disabled in its source.yaml` });
  }
  if (source.discovery?.known === false) {
    const detail = `the streams of source ${name} are not known until it has run once: wait for its schedule, or use twl run ${name}`;
    throw new ProblemException({ status: 409, code: 'STREAMS_UNKNOWN', detail });
  }
}
