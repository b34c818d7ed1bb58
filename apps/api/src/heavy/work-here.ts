import type { CuratedRecord } from '@twl/contracts';
import {
  exportRecords,
  previewReplay,
  replayStream,
  type AuditPorts,
  type Exported,
  type ExportPorts,
  type ReplayPorts,
} from '@twl/pipeline';
import { NotFoundError, type ManifestText, type SourceStream } from '@twl/ports';
import type { Working } from '../jobs/jobs';
import type { RawView } from '../views/raw-view';
import { RawViews } from '../views/raw-views';
import type { ReplayResult } from '../views/replay';
import { resultOf } from '../views/replay-result';
import { HeavyWork, type ExportWork, type ReplayTask } from './heavy-work';

/** Ports of heavy work. */
export type WorkPorts = ReplayPorts & AuditPorts & ExportPorts;

/** Does heavy work in the calling thread. */
export class WorkHere extends HeavyWork {
  readonly #rawViews: RawViews;

  constructor(private readonly ports: WorkPorts) {
    super();
    this.#rawViews = new RawViews(ports.raw, ports.catalog, ports.clock);
  }

  rawView(record: CuratedRecord): Promise<RawView> {
    return this.#rawViews.of(record);
  }

  async replay(
    { id, manifest, days, dryRun, source, stream: streamName, ...by }: ReplayTask,
    { progress }: Working,
  ): Promise<ReplayResult> {
    const name = { source, stream: streamName };
    const installed = await this.#stream(name);
    const stream = manifest === undefined ? installed : await this.#stream(name, { label: 'manifest', text: manifest });
    const options = { stream, installed, days, progress };
    const replay = dryRun ? previewReplay(this.ports, options) : replayStream(this.ports, { ...options, id }, by);
    return resultOf(await replay);
  }

  exportRecords({ who, why, ...task }: ExportWork, { progress }: Working): Promise<Exported> {
    return exportRecords(this.ports, { ...task, progress: (records) => progress(records, null) }, { who, why });
  }

  async #stream({ source, stream }: { source: string; stream: string }, manifest?: ManifestText): Promise<SourceStream> {
    const found = (await this.ports.catalog.get(source, manifest))?.streams.find(({ name }) => name === stream);
    if (!found) throw new NotFoundError('stream', `${source}.${stream}`);
    return found;
  }
}
