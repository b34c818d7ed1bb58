import { sourceSettingsSchema } from '@twl/contracts';
import { SourceCatalog, type Source } from '@twl/ports';
import { FakeStream, type FakeManifest, type Upstream } from './fake-stream';

/** The declared sources, with a manifest that can be corrected while everything runs. */
export class FakeCatalog extends SourceCatalog {
  manifest: FakeManifest = 'strict';

  constructor(
    private readonly upstreams: readonly Upstream[],
    private readonly now: () => string,
  ) {
    super();
  }

  override async list(): Promise<Source[]> {
    return this.upstreams.map((upstream) => this.sourceOf(upstream));
  }

  override async get(name: string): Promise<Source | undefined> {
    return (await this.list()).find((source) => source.name === name);
  }

  /** The one stream of a source. */
  stream(name: string): FakeStream {
    return new FakeStream(
      this.upstreams.find(({ plan }) => plan.source === name)!,
      this.now,
      this.manifest,
    );
  }

  private sourceOf({ plan }: Upstream): Source {
    return { name: plan.source, settings: sourceSettingsSchema.parse({}), streams: [this.stream(plan.source)], problems: [] };
  }
}
