import { ageMs } from '@twl/contracts';
import type {
  Clock,
  Log,
  PageLedger,
  RawEntry,
  RawStore,
  RecordRetention,
  RunStore,
  Source,
  SourceCatalog,
  UnappliedPages,
} from '@twl/ports';
import { SteadyClock } from './steady-clock';

/** Ports for removing expired data. */
export interface RetentionPorts {
  raw: RawStore;
  ledger: PageLedger;
  runs: RunStore;
  unapplied: UnappliedPages;
  retention: RecordRetention;
  catalog: SourceCatalog;
  clock: Clock;
  log: Log;
}

/** What one step removed. */
export interface Removed {
  raw: number;
  versions: number;
  /** Items of abandoned generations. */
  abandoned: number;
}

/** Limits of one step, for each source. */
const limits = { raw: 500, scanned: 500, steps: 20, abandoned: 1000 } as const;

/** Pause after nothing expired was left in a source, ms. */
const pauseMs = 600_000;

/** A time later than every version. */
const endOfTime = '9999-12-31T23:59:59.999Z';

/**
 * Removes expired raw objects and earlier versions in bounded steps. Expired data is not shown, so the time of its removal does not matter. Open
 * and parked pages stay, however old they are.
 */
export class RetentionSweeper {
  /** By stream: the position of the walk over its records. */
  private readonly cursors = new Map<string, string>();
  /** By source or stream: when to check again. */
  private readonly pausedUntil = new Map<string, number>();

  private readonly clock: SteadyClock;

  constructor(private readonly ports: RetentionPorts) {
    this.clock = new SteadyClock(ports.clock);
  }

  /** Does one step for every source; does nothing while the clock cannot be trusted. An error in one source does not stop the others. */
  async step(): Promise<Removed> {
    const removed: Removed = { raw: 0, versions: 0, abandoned: 0 };
    if (!this.clock.isSteady()) return removed;
    for (const source of await this.ports.catalog.list()) {
      try {
        const [raw, versions] = [await this.removeRaw(source), await this.removeVersions(source)];
        const of = { raw, versions, abandoned: await this.removeAbandoned(source) };
        removed.raw += of.raw;
        removed.versions += of.versions;
        removed.abandoned += of.abandoned;
        if (of.raw + of.versions + of.abandoned > 0) this.ports.log.info('retention.removed', { source: source.name, ...of });
      } catch (error) {
        this.ports.log.error('retention.failed', error, { source: source.name });
      }
    }
    return removed;
  }

  private async removeRaw({ name, settings }: Source): Promise<number> {
    const { raw } = settings.retention;
    if (raw === undefined || this.isPaused(name)) return 0;
    const before = this.ports.clock.now() - ageMs(raw);
    const toDay = new Date(before).toISOString().slice(0, 10);
    let removed = 0;
    for await (const entry of this.ports.raw.list({ source: name, toDay })) {
      if (Date.parse(entry.meta.fetchedAt) >= before || (await this.isNeeded(entry))) continue;
      await this.ports.raw.remove(entry.key);
      if (++removed === limits.raw) return removed;
    }
    this.pause(name);
    return removed;
  }

  /** Whether a page may still be applied: it is open or parked, or its run may still enter it into the ledger. */
  private async isNeeded({ key, meta }: RawEntry): Promise<boolean> {
    const page = await this.ports.ledger.get(meta);
    if (page) return page.key === key && (page.status === 'open' || page.status === 'parked');
    const known = await this.ports.runs.get(meta.runId);
    return known !== undefined && known.phase !== 'closed';
  }

  private async removeVersions({ name, settings, streams }: Source): Promise<number> {
    const age = settings.retention.versions;
    let removed = 0;
    for (const stream of streams) {
      const kept = stream.settings.history ? age && new Date(this.ports.clock.now() - ageMs(age)).toISOString() : endOfTime;
      if (kept === undefined || this.isPaused(`${name}.${stream.name}`)) continue;
      // While a page is pending, the positions of its records depend on the versions around them.
      if (kept === endOfTime && (await this.hasPendingPage(name, stream.name))) continue;
      removed += await this.expireVersions(name, stream.name, kept);
    }
    return removed;
  }

  private async removeAbandoned({ name, streams }: Source): Promise<number> {
    let removed = 0;
    for (const stream of streams) {
      const what = `left ${name}.${stream.name}`;
      if (this.isPaused(what)) continue;
      const of = await this.ports.retention.removeAbandoned(name, stream.name, limits.abandoned);
      removed += of;
      if (of < limits.abandoned) this.pause(what);
    }
    return removed;
  }

  private async hasPendingPage(source: string, stream: string): Promise<boolean> {
    const end = { source, stream, runId: '', runSeq: Number.MAX_SAFE_INTEGER, pageIndex: 0 };
    return (await this.ports.unapplied.lastPendingBefore(end)) !== undefined;
  }

  private async expireVersions(source: string, stream: string, before: string): Promise<number> {
    const name = `${source}.${stream}`;
    let removed = 0;
    for (let look = 0; look < limits.steps; look++) {
      const after = this.cursors.get(name);
      const step = await this.ports.retention.expireVersions({ source, stream, before, limit: limits.scanned, ...(after && { after }) });
      removed += step.removed;
      if (step.next !== null) this.cursors.set(name, step.next);
      else {
        this.cursors.delete(name);
        this.pause(name);
        return removed;
      }
    }
    return removed;
  }

  private isPaused(what: string): boolean {
    return this.ports.clock.monotonic() < (this.pausedUntil.get(what) ?? -Infinity);
  }

  private pause(what: string): void {
    this.pausedUntil.set(what, this.ports.clock.monotonic() + pauseMs);
  }
}
