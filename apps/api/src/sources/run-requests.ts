import { ProblemException } from '@twl/platform';
import type { RunRequest } from '@twl/contracts';
import type { Clock, Log, RequestQueue, RunStore, Source } from '@twl/ports';
import { chosenStreams, refuseIfBroken } from './chosen-streams';

/** A run that was asked for; it can be looked at by its id as soon as it has begun. */
export interface RequestedRun {
  id: string;
  source: string;
  stream: string;
}

/** How long a run that was asked for may take to begin, ms; a request that comes later is another one. */
const beginsWithinMs = 60_000;

/** Asks ingestion to run a source now. A stream that is being read, or about to be, is not asked for a second time. */
export class RunRequests {
  /** By stream: the run that was asked for last. */
  private readonly asked = new Map<string, { id: string; at: number }>();
  /** Requests come one after the other, so that of many at once the first one is seen by the others. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ports: { requestQueue: RequestQueue; runs: Pick<RunStore, 'get' | 'latest'> },
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** All streams when none is named. Gives the runs that answer the request: new ones, and those that are being read or about to be. */
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
      const known = await this.underWay(source, stream);
      runs.push({ id: known ?? this.newId(`${source}.${stream}`, requestedAt), source, stream, isNew: known === undefined });
    }
    const fresh = runs.filter(({ isNew }) => isNew);
    if (fresh.length > 0) {
      const named = fresh.map(({ id, stream }) => ({ runId: id, stream }));
      const request: RunRequest = { v: 2, source, runs: named, trigger: 'manual', requestedAt };
      await this.ports.requestQueue.send([request]);
    }
    for (const { id, stream } of fresh) {
      this.asked.set(`${source}.${stream}`, { id, at: this.clock.now() });
      this.log.info('run.requested', { source, stream, runId: id });
    }
    return runs.map(({ id, stream }) => ({ id, source, stream }));
  }

  /** The run of a stream that is being read, or was asked for and has not begun. */
  private async underWay(source: string, stream: string): Promise<string | undefined> {
    const asked = this.asked.get(`${source}.${stream}`);
    const run = asked && (await this.ports.runs.get(asked.id));
    if (asked && !run && this.clock.now() - asked.at < beginsWithinMs) return asked.id;
    const { last } = await this.ports.runs.latest(source, stream);
    return last?.phase === 'fetching' ? last.id : undefined;
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
    const detail = `which streams source ${name} has, only the source itself can say, and it has not been asked yet: its schedule does, or twl run ${name}`;
    throw new ProblemException({ status: 409, code: 'STREAMS_UNKNOWN', detail });
  }
}
