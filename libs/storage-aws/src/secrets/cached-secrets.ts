import { SecretMissingError, SecretStore, type Clock } from '@twl/ports';

/** Where secrets lie. */
export interface SecretSource {
  /** The value, undefined where there is none. */
  fetch(name: string): Promise<string | undefined>;
  /** What to do so that there is one. */
  place(name: string): string;
}

/** How long a value is used before it is asked for again, ms: so long a secret that was changed may be the old one. */
const ageMs = 300_000;

/** Secrets of a service, each asked for once in a while. */
export class CachedSecrets extends SecretStore {
  private readonly kept = new Map<string, { until: number; value: Promise<string> }>();

  constructor(
    private readonly source: SecretSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  async get(name: string): Promise<string> {
    const known = this.kept.get(name);
    if (known && known.until > this.clock.monotonic()) return known.value;
    const value = this.fetch(name);
    this.kept.set(name, { until: this.clock.monotonic() + ageMs, value });
    // What went wrong is not kept.
    value.catch(() => this.kept.delete(name));
    return value;
  }

  private async fetch(name: string): Promise<string> {
    const value = await this.source.fetch(name);
    if (!value) throw new SecretMissingError(name, this.source.place(name));
    return value;
  }
}
