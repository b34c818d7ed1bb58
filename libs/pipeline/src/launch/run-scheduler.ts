import { isInfrastructure, type Source, type SourceStream } from '@twl/ports';
import { dueTimes } from '../schedule/due';
import { DueRuns, type Due } from './due-runs';
import type { Launcher, LaunchPorts } from './launcher';
import { PartFailures } from './part-failures';
import { scheduledRun, type PlannedRun } from './planned-run';

/** Pause before a run is tried again when storage is unavailable, ms. */
const retryMs = 10_000;

/** How late a tick may be before a time counts as missed, ms. */
const graceMs = 30_000;

/**
 * Launches due runs while the process lives. The next tick notices sources that appear, disappear or change. Times that were missed while the
 * machine slept are caught up as the source declares.
 */
export class RunScheduler {
  private readonly due: DueRuns;
  /** The newest time at which the streams of a source were discovered. */
  private readonly discoveredAt = new Map<string, number>();
  private readonly reported = new Map<string, string>();
  private isTicking = false;

  constructor(
    private readonly ports: LaunchPorts,
    private readonly launcher: Launcher,
  ) {
    this.due = new DueRuns(ports, { graceMs, deferred: launcher.deferred });
  }

  /** Checks every stream once and launches due runs, without waiting for them. Never throws: errors are logged. */
  async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    const failures = new PartFailures(this.ports.log);
    await failures.try('schedule.failed', async () => {
      for (const source of await this.ports.catalog.list()) await this.checkSource(source, failures);
    });
    this.isTicking = false;
  }

  /** Launches the due runs of a source. A stream that cannot be checked does not stop the others. */
  private async checkSource(source: Source, failures: PartFailures): Promise<void> {
    this.report(source);
    if (source.discovery && source.settings.enabled) this.discoverIfDue(source);
    for (const stream of source.streams) {
      const due = await failures.try('schedule.failed', () => this.due.takeDue(source, stream), {
        source: source.name,
        stream: stream.name,
      });
      if (due) void this.launchInTurn(stream, due);
    }
  }

  /** Logs the problems of a source once, and again when they change. */
  private report({ name, problems }: Source): void {
    const text = problems.join('\n');
    if ((this.reported.get(name) ?? '') === text) return;
    this.reported.set(name, text);
    for (const problem of problems) this.ports.log.warn('source.refused', { source: name, problem });
  }

  /** Discovers the streams of a source as often as it is run; new streams are then due at once. */
  private discoverIfDue({ name, settings }: Source): void {
    const now = this.ports.clock.now();
    const newest = dueTimes(settings.schedule, { since: this.discoveredAt.get(name) ?? null, now, graceMs }).at(-1);
    if (newest === undefined) return;
    this.discoveredAt.set(name, newest);
    void this.discover(name);
  }

  private async discover(name: string): Promise<void> {
    await this.ports.pauses
      .get(name)
      .then((pause) => (pause ? undefined : this.ports.catalog.prepare(name)))
      .then((source) => source && this.report(source))
      .catch((error: unknown) => this.ports.log.error('schedule.failed', error, { source: name }));
  }

  private async launchInTurn(stream: SourceStream, { times, continuation }: Due): Promise<void> {
    for (const time of times) await this.launchWhenPossible(stream, () => scheduledRun(this.ports, stream, time));
    if (continuation) await this.launchWhenPossible(stream, async () => continuation);
  }

  /** Launches a run, and tries again while storage is unavailable (disk full, database locked), so that no scheduled time is lost. */
  private async launchWhenPossible(stream: SourceStream, plan: () => Promise<PlannedRun>): Promise<void> {
    const { signal } = this.launcher;
    while (!signal.aborted) {
      try {
        await this.launcher.launch(await plan());
        return;
      } catch (error) {
        this.ports.log.error('run.broken', error, { source: stream.source, stream: stream.name });
        if (!isInfrastructure(error)) return;
        await this.ports.clock.sleep(retryMs, signal).catch(() => undefined);
      }
    }
  }
}
