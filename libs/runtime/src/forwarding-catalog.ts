import { SourceCatalog, type ManifestText, type Source } from '@twl/ports';

/** A catalog that forwards each call to another one, which it opens or replaces when it is called. */
export abstract class ForwardingCatalog extends SourceCatalog {
  /** Returns the catalog that answers the call. */
  protected abstract catalog(): Promise<SourceCatalog>;

  async list(): Promise<Source[]> {
    return (await this.catalog()).list();
  }

  async get(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    return (await this.catalog()).get(name, manifest);
  }

  override async prepare(name: string): Promise<Source | undefined> {
    return (await this.catalog()).prepare(name);
  }
}
