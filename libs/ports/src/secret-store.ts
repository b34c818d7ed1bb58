/** Secrets by name. A value is used in a request and nowhere else. */
export abstract class SecretStore {
  /** @throws SecretMissingError */
  abstract get(name: string): Promise<string>;
}
