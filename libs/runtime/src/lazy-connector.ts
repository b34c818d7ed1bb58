import type { CatalogOptions, TokenVault } from '@twl/connector';
import type { HttpClientOptions } from '@twl/http-client';
import { HttpClient, type HttpRequest, type HttpResponse, type SourceCatalog } from '@twl/ports';
import { ForwardingCatalog } from './forwarding-catalog';

/**
 * Loads the connector on first use. It is a third of all code, and neither the start of a process nor most API requests need it. The Lambda
 * functions have it in a separate file.
 */
const loadConnector = () => import('@twl/connector');

/** Catalog of a folder; loads the connector on first use. */
export class LazyCatalog extends ForwardingCatalog {
  private opened: Promise<SourceCatalog> | undefined;

  constructor(private readonly options: CatalogOptions) {
    super();
  }

  protected catalog(): Promise<SourceCatalog> {
    return (this.opened ??= loadConnector().then(({ createCatalog }) => createCatalog(this.options)));
  }
}

/** HTTP client for sources; loaded on first use. */
export class LazyHttpClient extends HttpClient {
  private opened: Promise<HttpClient> | undefined;

  constructor(private readonly options: HttpClientOptions) {
    super();
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.opened ??= import('@twl/http-client').then(({ createHttpClient }) => createHttpClient(this.options));
    return (await this.opened).send(request);
  }
}

/** Creates a vault in a folder; loads the connector on first use. */
export const lazyVault = (folder: string): TokenVault => {
  const vault = async (): Promise<TokenVault> => new (await loadConnector()).FileTokenVault(folder);
  return { load: async (name) => (await vault()).load(name), save: async (name, value) => (await vault()).save(name, value) };
};
