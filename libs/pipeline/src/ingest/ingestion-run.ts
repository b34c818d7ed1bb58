import { deletableShare, noCounts } from '@twl/contracts';
import { errorText } from '@twl/json';
import {
  isInfrastructure,
  LeaseLostError,
  type Lease,
  type ReadEvent,
  type RunEnd,
  type StoredRun,
  type StreamState,
  type Validator,
} from '@twl/ports';
import { retentionCutoffs } from '../retention/retention-cutoffs';
import { settleRun } from '../runs/settle-run';
import type { IngestPorts, IngestRequest } from './ingest-ports';
import { RunCancelledError } from './keep-lease-alive';
import { PageWriter } from './page-writer';
import { planRefresh, refreshAfter, refreshNote, refreshRule, type PlannedRefresh } from './refresh';
import { RunWrites } from './run-writes';
import { findComparableRun, suspiciousShrink } from './suspicious-shrink';
import { PreviousRun, countUnchanged, type UnchangedPage } from './previous-run';

/** Time limit of a run whose caller sets none, ms. */
const day = 86_400_000;

/** One run under its lease. */
export class IngestionRun {
  private readonly pageWriter: PageWriter;
  private readonly writes: RunWrites;
  private readonly validators: Record<string, Validator> = {};
  private unchangedPages: UnchangedPage[] = [];
  private bytesSaved = 0;
  private cursor: StreamState['cursor'] = null;
  private before: StreamState | undefined;
  /** Set if the run reads everything from the beginning, although the stream is incremental. */
  private refresh: PlannedRefresh | undefined;
  private hasRefreshes = false;

  constructor(
    private readonly ports: IngestPorts,
    private readonly request: IngestRequest,
    private readonly context: { run: StoredRun; last: StoredRun | undefined; lease: Lease; signal: AbortSignal },
  ) {
    const { lease, signal } = context;
    this.writes = new RunWrites(ports, lease, signal);
    this.pageWriter = new PageWriter(ports, this.writes, { lease, signal, trigger: request.trigger, stream: request.stream });
  }

  async run(): Promise<StoredRun> {
    const { streamStates, ledger, log } = this.ports;
    const before = await streamStates.state(this.context.lease.source, this.context.lease.stream);
    this.before = before;
    this.refresh = await this.plannedRefresh();
    this.cursor = (this.refresh ? this.refresh.cursor : before?.cursor) ?? null;
    const isResumed = this.cursor !== null;
    const previous = await PreviousRun.load(
      this.ports,
      this.refresh ? undefined : before,
      (await retentionCutoffs(this.ports, this.context.lease.source)).raw,
    );
    const end = await this.readAll(previous);
    const isUnmodified = this.pageWriter.pages === 0 && this.unchangedPages.length > 0;
    const totals = { ...this.pageWriter.entered, ...this.stateAfter(end, isUnmodified) };
    const { refresh: setting } = this.request.stream.settings;
    const notes = [...(end.notes ?? []), ...(this.refresh && setting !== undefined ? [refreshNote(setting)] : [])];
    const runEnd: RunEnd = {
      state: end.state === 'complete' && isUnmodified ? 'not_modified' : end.state,
      ...(end.reason ? { reason: end.reason } : {}),
      ...(end.resumeAt ? { resumeAt: end.resumeAt } : {}),
      ...(notes.length > 0 ? { notes } : {}),
      ...(end.infrastructure && { infrastructure: true }),
      ...(end.unseen ? { unseen: end.unseen } : {}),
      unmodified: isUnmodified ? await countUnchanged(ledger, this.context.run, this.unchangedPages) : noCounts(),
      bytesSaved: isUnmodified ? this.bytesSaved : 0,
      ...(isResumed && { resumed: true }),
    };
    const ended = await this.writes.endFetch(runEnd, totals);
    const { source, stream, id } = ended;
    log.detail('run.state', { source, stream, runId: id, before: cursorText(before?.cursor), after: cursorText(this.cursor) });
    log.info('run.fetched', {
      source,
      stream,
      runId: id,
      state: runEnd.state,
      reason: runEnd.reason,
      pages: totals.pages,
      bytes: totals.bytes,
      bytesSaved: runEnd.bytesSaved,
    });
    const settled = (await settleRun(this.ports, id)) ?? ended;
    if (isUnmodified) await this.settleBaseRun();
    return settled;
  }

  /** Settles the run whose pages are unchanged: deletions that it could not determine may be determined now. */
  private async settleBaseRun(): Promise<void> {
    const base =
      deletableShare(this.request.stream.settings.deletions) === undefined ? undefined : this.unchangedPages[0]?.validator.page.runId;
    if (base) await settleRun(this.ports, base);
  }

  /** The read of everything, if one is due: see `planRefresh`. */
  private async plannedRefresh(): Promise<PlannedRefresh | undefined> {
    const { request, context, before: state } = this;
    const { source, settings } = request.stream;
    if (settings.refresh === undefined) return undefined;
    this.hasRefreshes = true;
    const timeZone = (await this.ports.catalog.get(source))?.settings.schedule.timeZone ?? 'UTC';
    const rule = refreshRule(settings.refresh, timeZone);
    return planRefresh({ rule, trigger: request.trigger, state, last: context.last, now: this.ports.clock.now() });
  }

  /** The state of the stream after the run; empty if nothing changed. An incomplete run stores no validators. */
  private stateAfter(end: FetchEnd, isUnmodified: boolean): { state?: StreamState } {
    const { before } = this;
    const isCursorSame = JSON.stringify(before?.cursor ?? null) === JSON.stringify(this.cursor);
    const knowsRefresh = !this.hasRefreshes || before?.refresh !== undefined;
    if (isUnmodified && isCursorSame && knowsRefresh && end.state === 'complete') return {};
    // The validators of a resumed read cover only a part of the next read, which must not be taken for unchanged.
    const isWhole = end.state === 'complete' && !end.continued;
    return { state: this.stateWith(isWhole ? this.validators : {}, end.state) };
  }

  /** A run that reads everything replaces the cursor of the increments only when it is complete. */
  private stateWith(validators: StreamState['validators'], end: FetchEnd['state']): StreamState {
    const { before, cursor, refresh: planned } = this;
    const { runId } = this.context.lease;
    const since = this.context.run.startedAt;
    if (planned) {
      const refresh = refreshAfter(before?.refresh ?? { since }, { planned, end, cursor, runId, at: this.ports.clock.iso() });
      return { cursor: end === 'complete' ? cursor : (before?.cursor ?? null), validators, refresh };
    }
    const refresh = before?.refresh ?? (end === 'complete' ? { since } : undefined);
    return { cursor, validators, ...(this.hasRefreshes && refresh && { refresh }) };
  }

  private endOfError(error: unknown): FetchEnd {
    if (error instanceof LeaseLostError) throw error;
    const { source, stream, runId } = this.context.lease;
    const stop = this.findStop();
    if (stop) return stop;
    if (this.context.signal.aborted) throw new LeaseLostError(runId);
    this.ports.log.error('run.failed', error, { source, stream, runId });
    const reason = errorText(error);
    return { state: 'failed', reason, ...(isInfrastructure(error) && { infrastructure: true }) };
  }

  /** The end of a run whose process stops, or that a person cancelled. */
  private findStop(): FetchEnd | undefined {
    const { reason } = this.context.signal;
    if (reason instanceof RunCancelledError) return { state: 'cancelled', reason: reason.message };
    return this.request.signal.aborted ? { state: 'cancelled', reason: 'the run was stopped' } : undefined;
  }

  /** Reads the stream, and flushes the stored pages however the read ends. */
  private async readAll(previous: PreviousRun): Promise<FetchEnd> {
    try {
      const end = await this.read(previous);
      await this.pageWriter.flush();
      return end;
    } catch (error) {
      const end = this.endOfError(error);
      await this.pageWriter.flush().catch((error: unknown) => this.endOfError(error));
      return end;
    }
  }

  private async read(previous: PreviousRun): Promise<FetchEnd> {
    const { stream, budgetMs = day } = this.request;
    const events = stream.read({
      cursor: this.cursor,
      previous: (requestLine) => previous.find(requestLine),
      signal: this.context.signal,
      budgetMs,
    });
    for await (const event of events) {
      if (event.kind === 'end') return this.endOfRead(event, previous);
      await this.handleEvent(event, previous);
    }
    return { state: 'failed', reason: 'the connector ended without saying how' };
  }

  private async endOfRead(event: Extract<ReadEvent, { kind: 'end' }>, previous: PreviousRun): Promise<FetchEnd> {
    // Fewer pages than last time are a change, even if each of them is unchanged.
    if (event.state === 'complete' && this.pageWriter.pages === 0 && this.unchangedPages.length < previous.size)
      await this.flushUnchangedPages(previous);
    const stop = this.findStop();
    if (stop) return stop;
    const notes = { ...(event.notes && { notes: event.notes }), ...(event.unseen && { unseen: event.unseen }) };
    const shrink = await this.findShrink(event);
    const doubt = shrink ?? (await this.missing(event));
    if (doubt) {
      // The next run reads a suspect list again from the beginning.
      this.cursor = null;
      return { state: 'suspect', reason: doubt, ...notes };
    }
    const reason = [event.reason, event.resumeAt && `resumes at ${event.resumeAt}`].filter(Boolean).join('; ');
    const { state, resumeAt } = event;
    return {
      state,
      ...(reason ? { reason } : {}),
      ...(resumeAt ? { resumeAt } : {}),
      ...(event.continued && { continued: true }),
      ...notes,
    };
  }

  /** The reason to suspect that records are missing. Streams that delete missing records have their own rules. */
  private async findShrink({ items, unseen = 0 }: Extract<ReadEvent, { kind: 'end' }>): Promise<string | undefined> {
    const isJudged = deletableShare(this.request.stream.settings.deletions) !== undefined;
    if (items === undefined || isJudged) return undefined;
    return suspiciousShrink(await findComparableRun(this.ports.runs, this.context.last), { items, unseen });
  }

  /** The reason to suspect a response without a list of records, if the stream has records. */
  private async missing({ missing }: Extract<ReadEvent, { kind: 'end' }>): Promise<string | undefined> {
    if (missing === undefined) return undefined;
    const { source, stream } = this.context.lease;
    const tallies = await this.ports.reader.tally();
    const hasRecords = tallies.some((tally) => tally.source === source && tally.stream === stream && tally.records > 0);
    return hasRecords ? `${missing}, and the stream had records before` : undefined;
  }

  private async handleEvent(event: Exclude<ReadEvent, { kind: 'end' }>, previous: PreviousRun): Promise<void> {
    const { source, stream, runId } = this.context.lease;
    if (event.kind === 'wait') {
      this.ports.log.warn('run.waiting', { source, stream, runId, ms: event.ms, reason: event.reason, cause: event.cause });
      this.request.waits?.(event.ms, event.reason);
      await this.pageWriter.flush();
    } else if (event.kind === 'state') await this.advance(event.cursor);
    else {
      const { body, same, ...page } = event.page;
      const validator = same && this.pageWriter.pages === 0 ? previous.find(page.requestLine) : undefined;
      if (validator) this.deferUnchangedPage({ page, validator: withoutOpen(validator), bytes: body.bytes });
      else {
        await this.flushUnchangedPages(previous);
        await this.storePage(page, body);
      }
    }
  }

  private deferUnchangedPage(same: UnchangedPage): void {
    this.unchangedPages.push(same);
    this.bytesSaved += same.bytes;
    this.validators[same.page.requestLine] = same.validator;
  }

  /** Stores the deferred unchanged pages: a run with any change is stored as a whole, so that it does not depend on earlier runs. */
  private async flushUnchangedPages(previous: PreviousRun): Promise<void> {
    const { unchangedPages } = this;
    this.unchangedPages = [];
    for (const { page, validator } of unchangedPages) {
      const body = await previous.open(validator);
      await this.storePage(page, body);
      await body.dispose();
    }
  }

  private async storePage(page: UnchangedPage['page'], body: FetchedBody): Promise<void> {
    const { pageIndex, key } = await this.pageWriter.storePage(page, body);
    const { etag, 'last-modified': lastModified } = page.headers;
    this.validators[page.requestLine] = {
      ...(etag ? { etag } : {}),
      ...(lastModified ? { lastModified } : {}),
      sha256: body.sha256,
      key,
      page: { runId: this.context.lease.runId, runSeq: this.context.lease.runSeq, pageIndex },
    };
  }

  /** Saves the cursor after the pages before it are stored. */
  private async advance(cursor: StreamState['cursor']): Promise<void> {
    this.cursor = cursor;
    if (this.pageWriter.pages === 0) return;
    await this.pageWriter.flush();
    await this.writes.checkpoint(this.stateWith({}, 'deferred'));
  }
}

/** The cursor of a stream as text; only its beginning if it is long. */
const cursorText = (cursor: StreamState['cursor'] | undefined): string => JSON.stringify(cursor ?? null).slice(0, 2000);

type FetchedBody = Extract<ReadEvent, { kind: 'page' }>['page']['body'];
type FetchEnd = Pick<RunEnd, 'state' | 'reason' | 'resumeAt' | 'notes' | 'unseen' | 'infrastructure'> & { continued?: boolean };

const withoutOpen = ({ etag, lastModified, sha256, key, page }: Validator): Validator => ({
  ...(etag ? { etag } : {}),
  ...(lastModified ? { lastModified } : {}),
  sha256,
  key,
  page,
});
