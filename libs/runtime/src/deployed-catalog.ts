import { join } from 'node:path';
import { errorText } from '@twl/json';
import {
  isInfrastructure,
  SourceCatalog,
  UnavailableError,
  requireValue,
  type Clock,
  type Log,
  type ManifestText,
  type Source,
} from '@twl/ports';
import type { SourceSets } from '@twl/storage-aws';

/** How long a set is used before it is asked whether another one is in force, ms. */
const lookEveryMs = 10_000;

/** What reading deployed sources needs. */
export interface DeployedCatalogOptions {
  sets: Pick<SourceSets, 'pointer' | 'unpack'>;
  /** Where sets are unpacked, each in a folder of its own. */
  folder: string;
  /** Opens the catalog of a folder of sources. */
  open: (sourcesDir: string) => SourceCatalog;
  clock: Pick<Clock, 'monotonic'>;
  log: Log;
}

interface InForce {
  /** Undefined while nothing was ever pushed. */
  digest: string | undefined;
  catalog: SourceCatalog;
}

/** The sources that were pushed last. Another push is seen within some seconds; what is asked for meanwhile comes whole from one set. */
export class DeployedCatalog extends SourceCatalog {
  private inForce: InForce | undefined;
  private looking: Promise<SourceCatalog> | undefined;
  private lookedAt = -Infinity;

  constructor(private readonly options: DeployedCatalogOptions) {
    super();
  }

  async list(): Promise<Source[]> {
    return (await this.catalog()).list();
  }

  async get(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    return (await this.catalog()).get(name, manifest);
  }

  override async prepare(name: string): Promise<Source | undefined> {
    return (await this.catalog()).prepare(name);
  }

  /** Whoever asks at the same time waits for the same look. */
  private async catalog(): Promise<SourceCatalog> {
    const { clock } = this.options;
    if (this.inForce && clock.monotonic() - this.lookedAt < lookEveryMs) return this.inForce.catalog;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** A set that is known goes on while the bucket cannot be asked. */
  private async look(): Promise<SourceCatalog> {
    const { clock, log } = this.options;
    const known = this.inForce;
    try {
      this.inForce = await this.current();
    } catch (error) {
      if (!known) throw unreadable(error);
      log.error('sources.unreadable', error, { digest: known.digest });
    }
    this.lookedAt = clock.monotonic();
    return requireValue(this.inForce, 'set of sources in force').catalog;
  }

  private async current(): Promise<InForce> {
    const { sets, log } = this.options;
    const pointer = await sets.pointer();
    if (this.inForce && this.inForce.digest === pointer?.digest) return this.inForce;
    const catalog = this.options.open(await this.unpacked(pointer?.digest));
    if (pointer) log.info('sources.deployed', { digest: pointer.digest, pushedAt: pointer.pushedAt, pushedBy: pointer.pushedBy });
    else log.warn('sources.none_deployed', { advice: 'push some: twl sources push' });
    return { digest: pointer?.digest, catalog };
  }

  /** The folder of a set, which problems name as `sources`; one that is not there holds none. */
  private async unpacked(digest: string | undefined): Promise<string> {
    const sourcesDir = join(this.options.folder, digest ?? 'none', 'sources');
    if (digest !== undefined) await this.options.sets.unpack(digest, sourcesDir);
    return sourcesDir;
  }
}

/** Nothing is wrong with a page whose source cannot be read for now. */
const unreadable = (error: unknown): unknown =>
  isInfrastructure(error) ? error : new UnavailableError(`the deployed sources cannot be read: ${errorText(error)}`, error);
