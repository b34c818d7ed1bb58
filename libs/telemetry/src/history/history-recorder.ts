import type { HistoryEvent } from '@twl/contracts';
import { errorText } from '@twl/json';
import type { Clock, LogFields, RunHistory } from '@twl/ports';

/** Events that one process keeps of a run: steps that go well, and all others. */
const limits = { details: 400, others: 400 };

/** Steps that happen once per request or page. */
const frequent = ['request.answered', 'page.stored', 'page.applied', 'page.continued'];

/** Runs of which a process knows how much it has kept. */
const maxRuns = 1000;

/** Maximum length of a text in an event. */
const maxText = 2000;

interface PendingRun {
  events: HistoryEvent[];
  details: number;
  others: number;
  dropped: number;
  isStored: boolean;
  isQuiet: boolean;
}

/** An event of a run. */
export interface NotedEvent {
  level: HistoryEvent['level'];
  event: string;
  fields: LogFields;
  error?: unknown;
}

/** Parts of {@link HistoryRecorder}. */
export interface HistoryRecorderParts {
  history: RunHistory;
  clock: Pick<Clock, 'iso'>;
  /** Removes what looks like a secret from a field. */
  redact: (name: string, value: LogFields[string]) => LogFields[string];
  /** How often events are stored, ms. */
  everyMs: number;
  /** Stores nothing of a run that finds nothing new, where each write costs money. */
  skipsUnchanged: boolean;
}

/** Collects the events of runs and stores them, several at a time. Of a run with many steps those after the first hundreds are only counted. */
export class HistoryRecorder {
  private readonly runs = new Map<string, PendingRun>();
  private readonly timer: NodeJS.Timeout;
  private storing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: HistoryRecorderParts) {
    this.timer = setInterval(() => void this.flush(), parts.everyMs).unref();
  }

  /** Notes an event of a run; it is stored soon. */
  note(runId: string, { level, event, fields, error }: NotedEvent): void {
    const run = this.runOf(runId);
    const isDetail = level === 'detail' || (level === 'info' && frequent.includes(event));
    const kept = isDetail ? run.details++ < limits.details : run.others++ < limits.others || event === 'run.closed';
    if (level === 'warn' || level === 'error') run.isQuiet = false;
    if (kept) run.events.push({ at: this.parts.clock.iso(), level, event, fields: this.fieldsOf(fields, error) });
    else run.dropped += 1;
    if (event === 'run.closed') this.end(runId, fields['state'] === 'not_modified');
  }

  /** Stores what was noted. Never throws: a history that cannot be stored is not worth an error. */
  flush(): Promise<void> {
    return (this.storing = this.storing.then(() => this.store()));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async store(): Promise<void> {
    for (const [runId, run] of this.runs) {
      const events = run.events.splice(0);
      if (events.length === 0) continue;
      run.isStored = true;
      await this.parts.history.append(runId, events).catch(() => undefined);
    }
  }

  private end(runId: string, isUnchanged: boolean): void {
    const run = this.runOf(runId);
    if (this.parts.skipsUnchanged && isUnchanged && run.isQuiet && !run.isStored) run.events = [];
    if (run.dropped > 0)
      run.events.push({ at: this.parts.clock.iso(), level: 'info', event: 'history.cut', fields: { dropped: run.dropped } });
    run.dropped = 0;
  }

  private runOf(runId: string): PendingRun {
    const known = this.runs.get(runId);
    if (known) return known;
    const run = { events: [], details: 0, others: 0, dropped: 0, isStored: false, isQuiet: true };
    this.runs.set(runId, run);
    const [oldest] = this.runs.keys();
    if (this.runs.size > maxRuns && oldest !== undefined) this.runs.delete(oldest);
    return run;
  }

  private fieldsOf({ runId: _runId, ...fields }: LogFields, error: unknown): HistoryEvent['fields'] {
    const all = error === undefined ? fields : { ...fields, error: errorText(error) };
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => {
        if (value === undefined) return [];
        const shown = this.parts.redact(name, value) ?? null;
        return [[name, typeof shown === 'string' ? shown.slice(0, maxText) : shown]];
      }),
    );
  }
}
