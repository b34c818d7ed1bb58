import { addCounts, noCounts } from '@twl/contracts';
import { UnavailableError, type Commit, type Gap, type Lesson, type PageEntry, type RecordStore } from '@twl/ports';
import type { EarlierRefusals } from '../records/earlier-refusals';
import { decide, type BatchDecision } from './decide';
import type { PageDeadline } from './page-deadline';
import { StoredRecords } from '../records/knowledge';
import type { Item } from '../records/sighting';

/** Times a chunk is decided anew because other workers wrote the same records, before the page is left for later. */
const conflictLimit = 20;

/** The page moved on by another worker's hand while it was applied here. */
export class PageMoved extends Error {}

/** Commits the items of one page in their order. */
export class Chunks {
  private next: number;
  private gap: Gap | undefined;
  /** What the store said of amendments before the gap was asked for; another generation, which may have other gaps, says something else. */
  private gapAsOf: string | undefined;
  /** What became of the items committed here. */
  counts = noCounts();

  constructor(
    private readonly records: RecordStore,
    private readonly page: PageEntry,
    private readonly options: {
      /** Asks for the newest page before this one that may still come. */
      gapBefore: () => Promise<Gap | undefined>;
      keepsEarlier: boolean;
      lesson?: (() => Lesson | undefined) | undefined;
      earlier?: EarlierRefusals | undefined;
      deadline?: PageDeadline | undefined;
    },
  ) {
    this.next = page.next;
  }

  /** Decides and commits a batch, in as many chunks as the store's limit asks for. */
  async apply(batch: Item[], isLast: boolean): Promise<void> {
    let rest = batch;
    let conflicts = 0;
    let { knowledge, amendments } = await this.look(rest);
    do {
      const decision = decide(rest, knowledge, { limit: this.records.writesPerCommit, ...this.rules });
      const isDone = isLast && decision.taken === rest.length;
      const isCommitted = await this.commit(decision, amendments, isDone);
      if (isCommitted) {
        await this.options.earlier?.settle(rest.slice(0, decision.taken));
        rest = rest.slice(decision.taken);
      } else if (++conflicts > conflictLimit)
        throw new UnavailableError('the record store is busy: other workers keep writing the same records');
      const isOutdated = !isCommitted || knowledge.hasRepeats;
      if (rest.length > 0 && isOutdated) ({ knowledge, amendments } = await this.look(rest));
    } while (rest.length > 0);
  }

  /** What comes before a gap is kept until nothing is missing. */
  private get rules(): { gap: Gap | undefined; keepsEarlier: boolean } {
    const { gap } = this;
    return { gap, keepsEarlier: this.options.keepsEarlier || gap !== undefined };
  }

  /**
   * What is unchanged is not written, so that only the count of amendments, read first, tells of one made while we decide. It tells of a replay too,
   * which opens pages again that were applied: gaps are those of the generation that the commit is for.
   */
  private async look(items: Item[]): Promise<{ knowledge: StoredRecords; amendments: string }> {
    const { amendments } = await this.records.progress(this.page.source, this.page.stream);
    if (amendments !== this.gapAsOf) {
      this.gap = await this.options.gapBefore();
      this.gapAsOf = amendments;
    }
    return { amendments, knowledge: await StoredRecords.load(this.records, items, this.rules) };
  }

  private async commit({ taken, counts, writes, failures }: BatchDecision, amendments: string, done: boolean): Promise<boolean> {
    if (taken === 0 && !done) return true;
    const { source, stream, runId, runSeq, pageIndex, fetchedAt } = this.page;
    const to = this.next + taken;
    const lesson = done ? this.options.lesson?.() : undefined;
    const commit: Commit = {
      page: { source, stream, runId, runSeq, pageIndex },
      from: this.next,
      to,
      done,
      writes,
      failures,
      counts,
      at: fetchedAt,
      amendments,
      ...(lesson && { lesson }),
    };
    const { deadline } = this.options;
    const result = await (deadline ? deadline.commit(() => this.records.commit(commit)) : this.records.commit(commit));
    if (result.kind === 'moved') throw new PageMoved();
    if (result.kind !== 'committed') return false;
    this.next = to;
    this.counts = addCounts(this.counts, counts);
    return true;
  }
}
