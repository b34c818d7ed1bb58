import { SecretMissingError, SecretStore, type Clock } from '@twl/ports';

/** A service that stores secrets. */
export interface SecretSource {
  /** Returns the value, undefined if there is none. */
  fetch(name: string): Promise<string | undefined>;
  /** Says how to create the secret. */
  howToCreate(name: string): string;
}

/** How long a value is cached, ms: after a change the old value may be used for so long. */
const ageMs = 300_000;

/** Secrets of a service, each requested at intervals. */
export class CachedSecrets extends SecretStore {
  private readonly cached = new Map<string, { until: number; value: Promise<string> }>();

  constructor(
    private readonly source: SecretSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  async get(name: string): Promise<string> {
    const known = this.cached.get(name);
    if (known && known.until > this.clock.monotonic()) return known.value;
    const value = this.fetch(name);
    this.cached.set(name, { until: this.clock.monotonic() + ageMs, value });
    // Errors are not cached.
    value.catch(() => this.cached.delete(name));
    return value;
  }

  private async fetch(name: string): Promise<string> {
    const value = await this.source.fetch(name);
    if (!value) throw new SecretMissingError(name, this.source.howToCreate(name));
    return value;
  }
}
