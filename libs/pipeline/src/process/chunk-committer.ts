import { addCounts, noCounts, pageIdOf } from '@twl/contracts';
import { UnavailableError, type Commit, type PendingPage, type ContractUpdate, type PageEntry, type RecordStore } from '@twl/ports';
import type { EarlierRefusals } from '../records/earlier-refusals';
import { decideItems, type BatchDecision } from './decide-items';
import type { PageDeadline } from './page-deadline';
import { StoredRecords } from '../records/stored-records';
import type { Item } from '../records/item';

/** Times a chunk is decided again because other workers wrote the same records, before the page is retried later. */
const conflictLimit = 20;

/** Another worker moved the page forward while it was applied here. */
export class PageMovedError extends Error {}

/** Commits the items of one page in their order. */
export class ChunkCommitter {
  private next: number;
  private pending: PendingPage | undefined;
  /** The amendment counter that was read before `pending`. It differs for another generation, which may have other pending pages. */
  private pendingAsOf: string | undefined;
  /** Counts of the items committed here. */
  counts = noCounts();

  constructor(
    private readonly records: RecordStore,
    private readonly page: PageEntry,
    private readonly options: {
      /** Returns the newest pending page before this one. */
      pendingBefore: () => Promise<PendingPage | undefined>;
      keepsEarlier: boolean;
      contractUpdate?: (() => ContractUpdate | undefined) | undefined;
      earlier?: EarlierRefusals | undefined;
      deadline?: PageDeadline | undefined;
    },
  ) {
    this.next = page.next;
  }

  /** Decides and commits a batch, in as many chunks as the limit of the store requires. */
  async applyBatch(batch: Item[], isLast: boolean): Promise<void> {
    let rest = batch;
    let conflicts = 0;
    let { stored, amendments } = await this.loadStored(rest);
    do {
      const decision = decideItems(rest, stored, { limit: this.records.writesPerCommit, ...this.rules });
      const isDone = isLast && decision.taken === rest.length;
      const isCommitted = await this.commitChunk(decision, amendments, isDone);
      if (isCommitted) {
        await this.options.earlier?.supersede(rest.slice(0, decision.taken));
        rest = rest.slice(decision.taken);
      } else if (++conflicts > conflictLimit)
        throw new UnavailableError('the record store is busy: other workers keep writing the same records');
      const isOutdated = !isCommitted || stored.hasRepeats;
      if (rest.length > 0 && isOutdated) ({ stored, amendments } = await this.loadStored(rest));
    } while (rest.length > 0);
  }

  /** Earlier versions are kept while a page before this one is pending. */
  private get rules(): { pending: PendingPage | undefined; keepsEarlier: boolean } {
    const { pending } = this;
    return { pending, keepsEarlier: this.options.keepsEarlier || pending !== undefined };
  }

  /**
   * Loads what deciding needs. The amendment counter is read first: unchanged records are not written, so only the counter shows an amendment that
   * is made while we decide. It also changes when a replay is shown, which opens applied pages again: pending pages belong to a generation.
   */
  private async loadStored(items: Item[]): Promise<{ stored: StoredRecords; amendments: string }> {
    const { amendments } = await this.records.progress(this.page.source, this.page.stream);
    if (amendments !== this.pendingAsOf) {
      this.pending = await this.options.pendingBefore();
      this.pendingAsOf = amendments;
    }
    return { amendments, stored: await StoredRecords.load(this.records, items, this.rules) };
  }

  private async commitChunk({ taken, counts, writes, failures }: BatchDecision, amendments: string, done: boolean): Promise<boolean> {
    if (taken === 0 && !done) return true;
    const to = this.next + taken;
    const contractUpdate = done ? this.options.contractUpdate?.() : undefined;
    const commit: Commit = {
      page: pageIdOf(this.page),
      from: this.next,
      to,
      done,
      writes,
      failures,
      counts,
      at: this.page.fetchedAt,
      amendments,
      ...(contractUpdate && { contractUpdate }),
    };
    const { deadline } = this.options;
    const result = await (deadline ? deadline.commit(() => this.records.commit(commit)) : this.records.commit(commit));
    if (result.kind === 'moved') throw new PageMovedError();
    if (result.kind !== 'committed') return false;
    this.next = to;
    this.counts = addCounts(this.counts, counts);
    return true;
  }
}
