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

/** What removing what is over needs. */
export interface JanitorPorts {
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
  /** Items of generations that were never shown, or are no more. */
  left: number;
}

/** What one step does at most, of each source. */
const limits = { raw: 500, looked: 500, looks: 20, left: 1000 } as const;

/** How long a source is left alone once nothing more was over, ms. */
const restMs = 600_000;

/** After every version that there can be. */
const always = '9999-12-31T23:59:59.999Z';

/**
 * Removes, a bounded step at a time, raw objects and earlier versions that are over. Nobody sees them any more when they are: so it does not
 * matter how soon this comes to them. Pages that are not dealt with yet stay, however old they are.
 */
export class Janitor {
  /** By stream: where the walk over its records stands. */
  private readonly places = new Map<string, string>();
  /** By what it is about: when to look again. */
  private readonly rests = new Map<string, number>();

  private readonly clock: SteadyClock;

  constructor(private readonly ports: JanitorPorts) {
    this.clock = new SteadyClock(ports.clock);
  }

  /** One step for every source; none while the clock cannot be trusted. What cannot be removed keeps no other source from its turn. */
  async step(): Promise<Removed> {
    const removed: Removed = { raw: 0, versions: 0, left: 0 };
    if (!this.clock.isSteady()) return removed;
    for (const source of await this.ports.catalog.list()) {
      try {
        const [raw, versions] = [await this.removeRaw(source), await this.removeVersions(source)];
        const of = { raw, versions, left: await this.removeLeft(source) };
        removed.raw += of.raw;
        removed.versions += of.versions;
        removed.left += of.left;
        if (of.raw + of.versions + of.left > 0) this.ports.log.info('retention.removed', { source: source.name, ...of });
      } catch (error) {
        this.ports.log.error('retention.failed', error, { source: source.name });
      }
    }
    return removed;
  }

  private async removeRaw({ name, settings }: Source): Promise<number> {
    const { raw } = settings.retention;
    if (raw === undefined || this.isResting(name)) return 0;
    const before = this.ports.clock.now() - ageMs(raw);
    const toDay = new Date(before).toISOString().slice(0, 10);
    let removed = 0;
    for await (const entry of this.ports.raw.list({ source: name, toDay })) {
      if (Date.parse(entry.meta.fetchedAt) >= before || (await this.isAwaited(entry))) continue;
      await this.ports.raw.remove(entry.key);
      if (++removed === limits.raw) return removed;
    }
    this.rest(name);
    return removed;
  }

  /** A page that is open or set aside may still be applied; one that nobody entered yet is found when its run is recovered. */
  private async isAwaited({ key, meta }: RawEntry): Promise<boolean> {
    const page = await this.ports.ledger.get(meta);
    if (page) return page.key === key && (page.status === 'open' || page.status === 'parked');
    const known = await this.ports.runs.get(meta.runId);
    return known !== undefined && known.phase !== 'closed';
  }

  private async removeVersions({ name, settings, streams }: Source): Promise<number> {
    const age = settings.retention.versions;
    let removed = 0;
    for (const stream of streams) {
      const kept = stream.settings.history ? age && new Date(this.ports.clock.now() - ageMs(age)).toISOString() : always;
      if (kept === undefined || this.isResting(`${name}.${stream.name}`)) continue;
      // While an earlier page may still come, its records' places are told by the versions around them.
      if (kept === always && (await this.hasGap(name, stream.name))) continue;
      removed += await this.walk(name, stream.name, kept);
    }
    return removed;
  }

  private async removeLeft({ name, streams }: Source): Promise<number> {
    let removed = 0;
    for (const stream of streams) {
      const what = `left ${name}.${stream.name}`;
      if (this.isResting(what)) continue;
      const of = await this.ports.retention.removeLeft(name, stream.name, limits.left);
      removed += of;
      if (of < limits.left) this.rest(what);
    }
    return removed;
  }

  private async hasGap(source: string, stream: string): Promise<boolean> {
    const end = { source, stream, runId: '', runSeq: Number.MAX_SAFE_INTEGER, pageIndex: 0 };
    return (await this.ports.unapplied.lastGapBefore(end)) !== undefined;
  }

  private async walk(source: string, stream: string, before: string): Promise<number> {
    const name = `${source}.${stream}`;
    let removed = 0;
    for (let look = 0; look < limits.looks; look++) {
      const after = this.places.get(name);
      const step = await this.ports.retention.expireVersions({ source, stream, before, limit: limits.looked, ...(after && { after }) });
      removed += step.removed;
      if (step.next !== null) this.places.set(name, step.next);
      else {
        this.places.delete(name);
        this.rest(name);
        return removed;
      }
    }
    return removed;
  }

  private isResting(what: string): boolean {
    return this.ports.clock.monotonic() < (this.rests.get(what) ?? -Infinity);
  }

  private rest(what: string): void {
    this.rests.set(what, this.ports.clock.monotonic() + restMs);
  }
}
