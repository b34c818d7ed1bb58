import { HttpClient, HttpError, Log, SecretMissingError, SecretStore, type HttpResponse } from '@twl/ports';

/** A network that is off. */
export class ClosedNetwork extends HttpClient {
  async send(): Promise<HttpResponse> {
    throw new HttpError('HTTP_FORBIDDEN', 'the network is off');
  }
}

/** Secrets where there are any, else something in their place: fixtures do not hold them. */
export class SecretsInPlace extends SecretStore {
  constructor(private readonly secrets: SecretStore | undefined) {
    super();
  }

  async get(name: string): Promise<string> {
    const inPlace = `in-place-of-${name}`;
    if (!this.secrets) return inPlace;
    try {
      return await this.secrets.get(name);
    } catch (error) {
      if (error instanceof SecretMissingError) return inPlace;
      throw error;
    }
  }
}

/** A log that nobody reads. */
export class NoLog extends Log {
  info(): void {}
  warn(): void {}
  error(): void {}
}
