import type { Json, JsonObject } from '@twl/contracts';
import { observeRecord, type StreamRun } from '../parents/slicer-plan';
import type { ReadPage, SliceConsumer } from '../roles/retriever';
import type { SliceProgress } from '../checkpoint/slice-progress';
import type { Tally } from './tally';

/** Follows a slice that is read: its place, the state of its stream, and how much it has. */
export class SliceFollower implements SliceConsumer {
  constructor(
    private readonly stream: StreamRun,
    private readonly progress: SliceProgress,
    private readonly tally: Tally,
  ) {}

  beginPage(token: Json): void {
    this.progress.beginPage(token);
  }

  observe(record: JsonObject): void {
    observeRecord(this.stream, record, this.progress.slice);
    this.progress.observe(record);
  }

  /** The processing of the page quarantines it. */
  countRefused(): void {}

  endPage(page: ReadPage): Promise<void> {
    return this.tally.addPage(page, this.stream.core.decoder);
  }
}
