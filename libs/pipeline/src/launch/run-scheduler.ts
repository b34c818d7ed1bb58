import { isInfrastructure, type Source, type SourceStream } from '@twl/ports';
import { dueTimes } from '../schedule/due';
import { DueRuns, type Due } from './due-runs';
import type { Launcher, LaunchPorts } from './launcher';
import { PartFailures } from './part-failures';
import { scheduledRun, type PlannedRun } from './planned-run';

/** How long a run waits for storage that cannot be used before it is tried again, ms. */
const retryMs = 10_000;

/** How late a tick may notice a time before it counts as missed, ms. */
const graceMs = 30_000;

/**
 * Launches the runs that are due, for as long as the process lives. Sources that appear, vanish or change are seen at the next tick; times
 * missed while the machine slept are made up for as the source declares.
 */
export class RunScheduler {
  private readonly due: DueRuns;
  /** The newest time at which a source was asked for its streams. */
  private readonly asked = new Map<string, number>();
  private readonly reported = new Map<string, string>();
  private isTicking = false;

  constructor(
    private readonly ports: LaunchPorts,
    private readonly launcher: Launcher,
  ) {
    this.due = new DueRuns(ports, { graceMs, deferred: launcher.deferred });
  }

  /** Looks once at every stream and launches what is due, without waiting for the runs. Never throws: the log says what failed. */
  async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    const failures = new PartFailures(this.ports.log);
    await failures.try('schedule.failed', async () => {
      for (const source of await this.ports.catalog.list()) await this.look(source, failures);
    });
    this.isTicking = false;
  }

  /** A stream that cannot be looked at keeps no other from running. */
  private async look(source: Source, failures: PartFailures): Promise<void> {
    this.report(source);
    if (source.discovery && source.settings.enabled) this.askIfDue(source);
    for (const stream of source.streams) {
      const due = await failures.try('schedule.failed', () => this.due.take(source, stream), { source: source.name, stream: stream.name });
      if (due) void this.launchInTurn(stream, due);
    }
  }

  /** Reports once what is wrong with a source, and again when that changed. */
  private report({ name, problems }: Source): void {
    const text = problems.join('\n');
    if ((this.reported.get(name) ?? '') === text) return;
    this.reported.set(name, text);
    for (const problem of problems) this.ports.log.warn('source.refused', { source: name, problem });
  }

  /** A source that alone knows its streams is asked for them as often as it is run; new ones are then due at once. */
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

  private async launchInTurn(stream: SourceStream, { times, continuation }: Due): Promise<void> {
    for (const time of times) await this.launchWhenPossible(stream, () => scheduledRun(this.ports, stream, time));
    if (continuation) await this.launchWhenPossible(stream, async () => continuation);
  }

  /** Tries again while storage cannot be used, be the disk full or the database locked: no time of the schedule is lost by that. */
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
