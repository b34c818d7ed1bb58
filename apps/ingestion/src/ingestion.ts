import { Inject, Injectable } from '@nestjs/common';
import { ingestStream, type IngestPorts } from '@twl/pipeline';
import { isInfrastructure, LeaseLostError, type SourceCatalog, type SourceStream, type StoredRun } from '@twl/ports';
import type { Trigger } from '@twl/contracts';

/** Token of what ingestion works with. */
export const INGEST_PORTS = Symbol('IngestPorts');

export type IngestionPorts = IngestPorts & { catalog: SourceCatalog; requestQueue: IngestPorts['pageQueue'] };

/** Streams that are read at the same time in one process. */
const concurrency = 8;

/** Runs streams, a few at a time, and stops them together. */
@Injectable()
export class Ingestion {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(INGEST_PORTS) private readonly ports: IngestionPorts) {}

  /** Aborted when the app stops. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  /** When a stream whose last run here was deferred may go on, ms since 1970. */
  readonly resumeAt = new Map<string, number>();

  /**
   * Runs one stream now, or as soon as fewer run; undefined when another worker took it over, the app stops, or the run broke.
   * @throws what storage throws when it cannot be used: the run is to be made when it can
   */
  run(stream: SourceStream, { id, trigger }: { id: string; trigger: Trigger }): Promise<StoredRun | undefined> {
    const run = this.slot(() => this.ingest(stream, id, trigger));
    this.running.add(run);
    return run.finally(() => this.running.delete(run));
  }

  /** Stops what runs and waits until it has said so. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    for (const next of this.waiting.splice(0)) next();
    await Promise.allSettled(this.running);
  }

  private async ingest(stream: SourceStream, id: string, trigger: Trigger): Promise<StoredRun | undefined> {
    if (this.stopping.signal.aborted) return undefined;
    try {
      const request = { id, trigger, stream, signal: this.stopping.signal };
      const run = await ingestStream(this.ports, request);
      this.noteDeferred(stream, run);
      return run;
    } catch (error) {
      const { source, name } = stream;
      if (!(error instanceof LeaseLostError)) this.ports.log.error('run.broken', error, { source, stream: name, run: id });
      if (isInfrastructure(error)) throw error;
      return undefined;
    }
  }

  /** Remembers of a run whether, and when, another one is to go on where it stopped. */
  noteDeferred({ source, name }: SourceStream, run: StoredRun | undefined): void {
    const { state, resumeAt } = run?.end ?? {};
    if (state === 'deferred' && resumeAt !== undefined) this.resumeAt.set(`${source}.${name}`, Date.parse(resumeAt));
    else this.resumeAt.delete(`${source}.${name}`);
  }

  private active = 0;

  private async slot<T>(task: () => Promise<T>): Promise<T> {
    if (this.active >= concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.active += 1;
    try {
      return await task();
    } finally {
      this.active -= 1;
      this.waiting.shift()?.();
    }
  }
}
