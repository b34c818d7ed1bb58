import { ProblemException } from '@twl/platform';
import type { RunRequest } from '@twl/contracts';
import type { Clock, Log, RequestQueue, Source } from '@twl/ports';
import { chosenStreams, refuseIfBroken } from './chosen-streams';

/** A run that was asked for; it can be looked at by its id as soon as it has begun. */
export interface RequestedRun {
  id: string;
  source: string;
  stream: string;
}

/** Asks ingestion to run a source now. */
export class RunRequests {
  constructor(
    private readonly queue: RequestQueue,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** All streams when none is named. */
  async send(source: Source, wanted?: string[]): Promise<RequestedRun[]> {
    refuseIfUnable(source);
    const streams = chosenStreams(source, wanted).map((stream) => stream.name);
    const requestedAt = this.clock.iso();
    const runs = streams.map((stream) => ({ id: this.newId(`${source.name}.${stream}`, requestedAt), stream }));
    const request: RunRequest = { v: 1, source: source.name, runs, trigger: 'manual', requestedAt };
    await this.queue.send([request]);
    for (const { id, stream } of runs) this.log.info('run.requested', { source: source.name, stream, run: id });
    return runs.map(({ id, stream }) => ({ id, source: source.name, stream }));
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
