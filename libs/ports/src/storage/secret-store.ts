/** Secrets by name. Only requests contain their values. */
export abstract class SecretStore {
  /** @throws SecretMissingError */
  abstract get(name: string): Promise<string>;

  /** Whether the values are the real ones, and not stand-ins. */
  get areReal(): boolean {
    return true;
  }
}

/** Returns a stand-in for each secret, for processes that call no source and may not read secrets. */
export class StandInSecrets extends SecretStore {
  async get(name: string): Promise<string> {
    return `in-place-of-${name}`;
  }

  override get areReal(): boolean {
    return false;
  }
}
