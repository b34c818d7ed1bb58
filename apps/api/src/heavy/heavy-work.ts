import type { CuratedRecord, Days } from '@twl/contracts';
import type { Actor, ExportChoice, Exported } from '@twl/pipeline';
import type { Working } from '../jobs/jobs';
import type { RawView } from '../views/raw-view';
import type { ReplayResult } from '../views/replay';

/** Replay of one stream. It holds only names and texts, so that it can be sent to another thread. */
export interface ReplayTask extends Actor {
  /** Id of its audit entry. */
  id: string;
  source: string;
  stream: string;
  /** Text of a manifest to read the pages with, instead of the installed one. */
  manifest?: string;
  days?: Days;
  dryRun: boolean;
}

/** Export of records. */
export interface ExportWork extends Actor, ExportChoice {
  /** Id of the export, and of its audit entry. */
  id: string;
}

/** Work that may block its thread for long, because the cost depends on the page and the manifest. */
export abstract class HeavyWork {
  /** Reads the raw page of a record. @throws as `RawViews.of` does */
  abstract rawView(record: CuratedRecord): Promise<RawView>;
  /** Replays a stream; on a stop signal it ends after the current page. @throws as `replayStream` does */
  abstract replay(task: ReplayTask, working: Working): Promise<ReplayResult>;
  /** Exports records; on a stop signal it ends after the current record. @throws as `exportRecords` does */
  abstract exportRecords(work: ExportWork, working: Working): Promise<Exported>;
}
