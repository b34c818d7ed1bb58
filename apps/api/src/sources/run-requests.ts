import { ProblemException } from '@twl/platform';
import type { RunRequest } from '@twl/contracts';
import type { Clock, Log, RequestQueue, Source } from '@twl/ports';

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
    const streams = chosen(source, wanted);
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

function refuseIfUnable({ name, settings, problems }: Source): void {
  if (problems.length > 0) {
    const errors = problems.map((message) => ({ path: name, message }));
    throw new ProblemException({ status: 409, code: 'SOURCE_HAS_PROBLEMS', detail: `source ${name} has problems`, errors });
  }
  if (!settings.enabled) {
    throw new ProblemException({ status: 409, code: 'SOURCE_DISABLED', detail: `source ${name} is disabled in its source.yaml` });
  }
}

function chosen({ name, streams }: Source, wanted: string[] | undefined): string[] {
  const known = streams.map((stream) => stream.name);
  if (!wanted) return known;
  const errors = wanted.flatMap((stream, index) =>
    known.includes(stream) ? [] : [{ path: `streams.${index}`, message: `source ${name} has no stream ${JSON.stringify(stream)}` }],
  );
  if (errors.length === 0) return known.filter((stream) => wanted.includes(stream));
  throw new ProblemException({
    status: 400,
    code: 'INVALID_REQUEST',
    detail: `source ${name} has the streams ${known.join(', ')}`,
    errors,
  });
}
