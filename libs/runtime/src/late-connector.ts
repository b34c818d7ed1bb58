import type { CatalogOptions, TokenVault } from '@twl/connector';
import type { HttpClientOptions } from '@twl/http-client';
import { HttpClient, SourceCatalog, type HttpRequest, type HttpResponse, type ManifestText, type Source } from '@twl/ports';

/**
 * The connector, loaded when something is first asked of it: it is a third of all code, and neither the start of a process nor most requests
 * to the API need it. The functions on AWS have it in a file of its own.
 */
const connector = () => import('@twl/connector');

/** The sources of a folder. */
export class LateCatalog extends SourceCatalog {
  private opened: Promise<SourceCatalog> | undefined;

  constructor(private readonly options: CatalogOptions) {
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

  private catalog(): Promise<SourceCatalog> {
    return (this.opened ??= connector().then(({ createCatalog }) => createCatalog(this.options)));
  }
}

/** What the connector calls sources with. */
export class LateHttpClient extends HttpClient {
  private opened: Promise<HttpClient> | undefined;

  constructor(private readonly options: HttpClientOptions) {
    super();
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.opened ??= import('@twl/http-client').then(({ createHttpClient }) => createHttpClient(this.options));
    return (await this.opened).send(request);
  }
}

/** A vault in a folder. */
export const lateVault = (folder: string): TokenVault => {
  const vault = async (): Promise<TokenVault> => new (await connector()).FileTokenVault(folder);
  return { load: async (name) => (await vault()).load(name), save: async (name, value) => (await vault()).save(name, value) };
};
