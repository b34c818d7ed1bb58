/** Secrets by name. A value is used in a request and nowhere else. */
export abstract class SecretStore {
  /** @throws SecretMissingError */
  abstract get(name: string): Promise<string>;

  /** Whether values are what a source expects; not where something stands in for them. */
  get areReal(): boolean {
    return true;
  }
}

/** Where no source is called, and nobody may read secrets: something in place of each. */
export class StandInSecrets extends SecretStore {
  async get(name: string): Promise<string> {
    return `in-place-of-${name}`;
  }

  override get areReal(): boolean {
    return false;
  }
}
