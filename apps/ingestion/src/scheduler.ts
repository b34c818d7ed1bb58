import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { dueContinuation, dueTimes, runIdOfTime } from '@twl/pipeline';
import { isInfrastructure, type Source, type SourceStream } from '@twl/ports';
import { INGEST_PORTS, Ingestion, type IngestionPorts } from './ingestion';

const tickMs = 1000;

/** How long a run waits for storage that cannot be used before it is tried again, ms. */
const retryMs = 10_000;

/** How late a tick may notice a time before it counts as missed, ms. */
const graceMs = 30_000;

/**
 * Looks every second which streams are due, by their schedule and by what they last did. Sources that come, go or change are seen
 * at the next tick; times missed while the machine slept are made up for as the source declares.
 */
@Injectable()
export class Scheduler {
  /** Newest time dealt with, by stream. */
  private readonly dealtWith = new Map<string, number | null>();
  /** Newest time at which a source was asked for its streams. */
  private readonly asked = new Map<string, number>();
  private readonly reported = new Map<string, string>();
  private isTicking = false;

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: IngestionPorts,
    @Inject(Ingestion) private readonly ingestion: Ingestion,
  ) {}

  @Interval(tickMs)
  async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    try {
      for (const source of await this.ports.catalog.list()) {
        this.report(source);
        if (source.discovery && source.settings.enabled) this.askIfDue(source);
        for (const stream of source.streams) await this.runIfDue(source, stream).catch((error: unknown) => this.failed(stream, error));
      }
    } catch (error) {
      this.ports.log.error('schedule.failed', error);
    } finally {
      this.isTicking = false;
    }
  }

  /** One stream that cannot be looked at keeps no other one from running. */
  private failed({ source, name }: SourceStream, error: unknown): void {
    this.ports.log.error('schedule.failed', error, { source, stream: name });
  }

  /** Says once what is wrong with a source, and again when that changed. */
  private report({ name, problems }: Source): void {
    const text = problems.join('\n');
    if ((this.reported.get(name) ?? '') === text) return;
    this.reported.set(name, text);
    for (const problem of problems) this.ports.log.warn('source.refused', { source: name, problem });
  }

  /** Streams that only the source knows are asked for as often as it is run; new ones are then due at once. */
  private askIfDue({ name, settings }: Source): void {
    const now = this.ports.clock.now();
    const newest = dueTimes(settings.schedule, { since: this.asked.get(name) ?? null, now, graceMs }).at(-1);
    if (newest === undefined) return;
    this.asked.set(name, newest);
    this.ports.catalog
      .prepare(name)
      .then((source) => source && this.report(source))
      .catch((error: unknown) => this.ports.log.error('schedule.failed', error, { source: name }));
  }

  private async runIfDue({ settings }: Source, stream: SourceStream): Promise<void> {
    const now = this.ports.clock.now();
    const since = await this.since(stream);
    const times = settings.enabled ? dueTimes(settings.schedule, { since, now, graceMs }) : [];
    const newest = times.at(-1);
    if (newest === undefined) return this.goOnIfDue(stream, { now, isEnabled: settings.enabled });
    this.dealtWith.set(keyOf(stream), newest);
    void this.runAll(stream, times);
  }

  /** A run that was deferred goes on when its time has come; of a source that is switched off only one that was asked for by hand. */
  private async goOnIfDue(stream: SourceStream, { now, isEnabled }: { now: number; isEnabled: boolean }): Promise<void> {
    const { resumeAt } = this.ingestion;
    if ((resumeAt.get(keyOf(stream)) ?? Infinity) > now) return;
    const { last } = await this.ports.runs.latest(stream.source, stream.name);
    // Its pages are still being applied.
    if (last && last.phase !== 'closed') return;
    resumeAt.delete(keyOf(stream));
    const next = dueContinuation(last, now);
    if (next && (isEnabled || next.trigger === 'manual'))
      void this.whenPossible(stream, () => this.ingestion.run(stream, next)).catch((error: unknown) => this.failed(stream, error));
  }

  private async runAll(stream: SourceStream, times: number[]): Promise<void> {
    try {
      for (const time of times)
        await this.whenPossible(stream, async () =>
          this.ingestion.run(stream, { id: await runIdOfTime(this.ports, stream, time), trigger: 'schedule' }),
        );
    } catch (error) {
      this.failed(stream, error);
    }
  }

  /** Tries again while storage cannot be used, be the disk full or the database held by another: no time of the schedule is lost by that. */
  private async whenPossible(stream: SourceStream, run: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await run();
        return;
      } catch (error) {
        if (!isInfrastructure(error)) throw error;
        this.failed(stream, error);
        await this.ports.clock.sleep(retryMs, this.ingestion.stopped);
      }
    }
  }

  /** What was dealt with last: by this process, else by whatever ran before it. */
  private async since(stream: SourceStream): Promise<number | null> {
    const known = this.dealtWith.get(keyOf(stream));
    if (known !== undefined) return known;
    const { last } = await this.ports.runs.latest(stream.source, stream.name);
    this.ingestion.noteDeferred(stream, last);
    const since = last ? Date.parse(last.startedAt) : null;
    this.dealtWith.set(keyOf(stream), since);
    return since;
  }
}

const keyOf = ({ source, name }: SourceStream): string => `${source}.${name}`;
