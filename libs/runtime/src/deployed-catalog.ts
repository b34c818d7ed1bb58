import { join } from 'node:path';
import { errorText } from '@twl/json';
import { isInfrastructure, UnavailableError, requireValue, type Clock, type Log, type SourceCatalog } from '@twl/ports';
import type { SourceSets } from '@twl/storage-aws';
import { ForwardingCatalog } from './forwarding-catalog';

/** Interval of checks for a newer push, ms. */
const checkIntervalMs = 10_000;

/** Options of `DeployedCatalog`. */
export interface DeployedCatalogOptions {
  sets: Pick<SourceSets, 'pointer' | 'unpack'>;
  /** Folder for unpacked sets; each gets its own subfolder. */
  folder: string;
  /** Opens the catalog of a folder of sources. */
  open: (sourcesDir: string) => SourceCatalog;
  clock: Pick<Clock, 'monotonic'>;
  log: Log;
}

interface CurrentSet {
  /** Undefined if there was no push yet. */
  digest: string | undefined;
  catalog: SourceCatalog;
}

/** Catalog of the last pushed sources. It detects a new push within 10 s; each result comes from a single set. */
export class DeployedCatalog extends ForwardingCatalog {
  private currentSet: CurrentSet | undefined;
  private checking: Promise<SourceCatalog> | undefined;
  private checkedAt = -Infinity;

  constructor(private readonly options: DeployedCatalogOptions) {
    super();
  }

  /** Concurrent calls share one check. */
  protected async catalog(): Promise<SourceCatalog> {
    const { clock } = this.options;
    if (this.currentSet && clock.monotonic() - this.checkedAt < checkIntervalMs) return this.currentSet.catalog;
    this.checking ??= this.checkForPush().finally(() => (this.checking = undefined));
    return this.checking;
  }

  /** Checks for a newer push. While the bucket cannot be read, the current set stays in use. */
  private async checkForPush(): Promise<SourceCatalog> {
    const { clock, log } = this.options;
    const known = this.currentSet;
    try {
      this.currentSet = await this.loadCurrent();
    } catch (error) {
      if (!known) throw asUnavailable(error);
      log.error('sources.unreadable', error, { digest: known.digest });
    }
    this.checkedAt = clock.monotonic();
    return requireValue(this.currentSet, 'deployed set of sources').catalog;
  }

  private async loadCurrent(): Promise<CurrentSet> {
    const { sets, log } = this.options;
    const pointer = await sets.pointer();
    if (this.currentSet && this.currentSet.digest === pointer?.digest) return this.currentSet;
    const catalog = this.options.open(await this.unpackSet(pointer?.digest));
    if (pointer) log.info('sources.deployed', { digest: pointer.digest, pushedAt: pointer.pushedAt, pushedBy: pointer.pushedBy });
    else log.warn('sources.none_deployed', { advice: 'push sources with: twl sources push' });
    return { digest: pointer?.digest, catalog };
  }

  /** Unpacks a set and returns its folder, which problems call `sources`. Without a digest the folder does not exist. */
  private async unpackSet(digest: string | undefined): Promise<string> {
    const sourcesDir = join(this.options.folder, digest ?? 'none', 'sources');
    if (digest !== undefined) await this.options.sets.unpack(digest, sourcesDir);
    return sourcesDir;
  }
}

/** Converts an error to one of the infrastructure, because the pages are not at fault. */
const asUnavailable = (error: unknown): unknown =>
  isInfrastructure(error) ? error : new UnavailableError(`the deployed sources cannot be read: ${errorText(error)}`, error);
