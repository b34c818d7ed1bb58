import { HttpClient, HttpError, Log, SecretMissingError, SecretStore, StandInSecrets, type HttpResponse } from '@twl/ports';

/** A network that is off. */
export class ClosedNetwork extends HttpClient {
  async send(): Promise<HttpResponse> {
    throw new HttpError('HTTP_FORBIDDEN', 'the network is off');
  }
}

/** Returns real secrets if there are any, otherwise placeholders: fixtures do not contain secrets. */
export class SecretsOrStandIns extends SecretStore {
  constructor(private readonly secrets: SecretStore | undefined) {
    super();
  }

  async get(name: string): Promise<string> {
    const standIns = new StandInSecrets();
    try {
      return await (this.secrets ?? standIns).get(name);
    } catch (error) {
      if (error instanceof SecretMissingError) return standIns.get(name);
      throw error;
    }
  }
}

/** A log that drops its entries. */
export class NoLog extends Log {
  info(): void {}
  warn(): void {}
  error(): void {}
}
