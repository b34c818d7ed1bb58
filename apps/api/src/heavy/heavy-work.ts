import type { CuratedRecord, Days } from '@twl/contracts';
import type { Actor } from '@twl/pipeline';
import type { Working } from '../jobs/jobs';
import type { RawView } from '../views/raw-view';
import type { ReplayResult } from '../views/replay';

/** Which stream to replay, and how. It says names and texts only, so that it can be given to another thread. */
export interface ReplayTask extends Actor {
  /** Under which the audit log writes it down. */
  id: string;
  source: string;
  stream: string;
  /** The text of a manifest to read the pages with, instead of the installed one. */
  manifest?: string;
  days?: Days;
  dryRun: boolean;
}

/** Work that may take the thread that does it for long: how much a page and a manifest ask for is up to those who write them. */
export abstract class HeavyWork {
  /** Where a record came from. @throws as `RawViews.of` does */
  abstract rawView(record: CuratedRecord): Promise<RawView>;
  /** Replays a stream; stops after the page at work when it is told to. @throws as `replayStream` does */
  abstract replay(task: ReplayTask, working: Working): Promise<ReplayResult>;
}
