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
import { keptSince } from '../retention/kept';
import { settleRun } from '../runs/settle-run';
import type { IngestPorts, IngestRequest } from './ingest-ports';
import { PageKeeper } from './page-keeper';
import { planRefresh, refreshAfter, refreshNote, refreshRule, type PlannedRefresh } from './refresh';
import { RunWrites } from './run-writes';
import { lastThatSawAll, suspiciousShrink } from './suspicious-shrink';
import { Previous, unmodifiedCounts, type SamePage } from './unmodified';

/** Bounds a run whose caller and source name no limit of their own. */
const day = 86_400_000;

/** One run under its lease. */
export class IngestionRun {
  private readonly keeper: PageKeeper;
  private readonly writes: RunWrites;
  private readonly validators: Record<string, Validator> = {};
  private same: SamePage[] = [];
  private bytesSaved = 0;
  private cursor: StreamState['cursor'] = null;
  private before: StreamState | undefined;
  /** Set where the run reads everything from the beginning, beside the increments. */
  private refresh: PlannedRefresh | undefined;
  private hasRefreshes = false;

  constructor(
    private readonly ports: IngestPorts,
    private readonly request: IngestRequest,
    private readonly at: { run: StoredRun; last: StoredRun | undefined; lease: Lease; signal: AbortSignal },
  ) {
    const { lease, signal } = at;
    this.writes = new RunWrites(ports, lease, signal);
    this.keeper = new PageKeeper(ports, this.writes, { lease, signal, trigger: request.trigger, stream: request.stream });
  }

  async run(): Promise<StoredRun> {
    const { runs, streamStates, ledger, log } = this.ports;
    const before = await streamStates.state(this.at.lease.source, this.at.lease.stream);
    this.before = before;
    this.refresh = await this.plannedRefresh();
    this.cursor = (this.refresh ? this.refresh.cursor : before?.cursor) ?? null;
    const isResumed = this.cursor !== null;
    const previous = await Previous.of(
      this.ports,
      this.refresh ? undefined : before,
      (await keptSince(this.ports, this.at.lease.source)).raw,
    );
    const end = await this.readAll(previous);
    const isUnmodified = this.keeper.pages === 0 && this.same.length > 0;
    const totals = { ...this.keeper.entered, ...this.stateAfter(end, isUnmodified) };
    const { refresh: setting } = this.request.stream.settings;
    const notes = [...(end.notes ?? []), ...(this.refresh && setting !== undefined ? [refreshNote(setting)] : [])];
    const runEnd: RunEnd = {
      state: end.state === 'complete' && isUnmodified ? 'not_modified' : end.state,
      ...(end.reason ? { reason: end.reason } : {}),
      ...(end.resumeAt ? { resumeAt: end.resumeAt } : {}),
      ...(notes.length > 0 ? { notes } : {}),
      ...(end.infrastructure && { infrastructure: true }),
      ...(end.unseen ? { unseen: end.unseen } : {}),
      unmodified: isUnmodified ? await unmodifiedCounts(ledger, this.at.run, this.same) : noCounts(),
      bytesSaved: isUnmodified ? this.bytesSaved : 0,
      ...(isResumed && { resumed: true }),
    };
    const ended = await this.writes.endFetch(runEnd, totals);
    const { source, stream, id } = ended;
    log.info('run.fetched', {
      source,
      stream,
      runId: id,
      state: runEnd.state,
      reason: runEnd.reason,
      pages: totals.pages,
      bytes: totals.bytes,
    });
    const settled = (await settleRun(this.ports, id)) ?? ended;
    if (isUnmodified) await this.lookBack();
    return settled;
  }

  /** What the run before could not compare is compared once it can be, though the source never changes again. */
  private async lookBack(): Promise<void> {
    const base = deletableShare(this.request.stream.settings.deletions) === undefined ? undefined : this.same[0]?.validator.page.runId;
    if (base) await settleRun(this.ports, base);
  }

  /** Whether everything is to be read: see `planRefresh`. */
  private async plannedRefresh(): Promise<PlannedRefresh | undefined> {
    const { request, at, before: state } = this;
    const { source, settings } = request.stream;
    if (settings.refresh === undefined) return undefined;
    this.hasRefreshes = true;
    const timeZone = (await this.ports.catalog.get(source))?.settings.schedule.timeZone ?? 'UTC';
    const rule = refreshRule(settings.refresh, timeZone);
    return planRefresh({ rule, trigger: request.trigger, state, last: at.last, now: this.ports.clock.now() });
  }

  /** What the stream remembers; nothing is written when nothing changed. A run that did not end well keeps no validators. */
  private stateAfter(end: End, isUnmodified: boolean): { state?: StreamState } {
    const { before } = this;
    const isCursorSame = JSON.stringify(before?.cursor ?? null) === JSON.stringify(this.cursor);
    const knowsRefresh = !this.hasRefreshes || before?.refresh !== undefined;
    if (isUnmodified && isCursorSame && knowsRefresh && end.state === 'complete') return {};
    // Those of a read that went on from somewhere are not all that the next one asks for: it must not pass for unchanged.
    const isWhole = end.state === 'complete' && !end.continued;
    return { state: this.stateWith(isWhole ? this.validators : {}, end.state) };
  }

  /** A run that reads everything takes the place of the increments only at its end: until then their cursor stays. */
  private stateWith(validators: StreamState['validators'], end: End['state']): StreamState {
    const { before, cursor, refresh: planned } = this;
    const { runId } = this.at.lease;
    const since = this.at.run.startedAt;
    if (planned) {
      const refresh = refreshAfter(before?.refresh ?? { since }, { planned, end, cursor, runId, at: this.ports.clock.iso() });
      return { cursor: end === 'complete' ? cursor : (before?.cursor ?? null), validators, refresh };
    }
    const refresh = before?.refresh ?? (end === 'complete' ? { since } : undefined);
    return { cursor, validators, ...(this.hasRefreshes && refresh && { refresh }) };
  }

  private failed(error: unknown): End {
    if (error instanceof LeaseLostError) throw error;
    const { source, stream, runId } = this.at.lease;
    if (this.request.signal.aborted) return { state: 'cancelled', reason: 'the run was stopped' };
    if (this.at.signal.aborted) throw new LeaseLostError(runId);
    this.ports.log.error('run.failed', error, { source, stream, runId });
    const reason = errorText(error);
    return { state: 'failed', reason, ...(isInfrastructure(error) && { infrastructure: true }) };
  }

  /** Reads, and hands on what was kept, however the reading ended. */
  private async readAll(previous: Previous): Promise<End> {
    try {
      const end = await this.read(previous);
      await this.keeper.handOn();
      return end;
    } catch (error) {
      const end = this.failed(error);
      await this.keeper.handOn().catch((left: unknown) => this.failed(left));
      return end;
    }
  }

  private async read(previous: Previous): Promise<End> {
    const { stream, budgetMs = day } = this.request;
    const events = stream.read({
      cursor: this.cursor,
      previous: (requestLine) => previous.find(requestLine),
      signal: this.at.signal,
      budgetMs,
    });
    for await (const event of events) {
      if (event.kind === 'end') return this.ended(event, previous);
      await this.take(event, previous);
    }
    return { state: 'failed', reason: 'the connector ended without saying how' };
  }

  private async ended(event: Extract<ReadEvent, { kind: 'end' }>, previous: Previous): Promise<End> {
    // Fewer pages than last time are a change too, though each of them is the same.
    if (event.state === 'complete' && this.keeper.pages === 0 && this.same.length < previous.size) await this.keepSame(previous);
    if (this.request.signal.aborted) return { state: 'cancelled', reason: 'the run was stopped' };
    const notes = { ...(event.notes && { notes: event.notes }), ...(event.unseen && { unseen: event.unseen }) };
    const shrink = await this.shrink(event);
    const doubt = shrink ?? (await this.missing(event));
    if (doubt) {
      // What is doubted is read again, from the beginning as this time.
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

  /** Streams that delete what is gone have a judgement of their own. */
  private async shrink({ items, unseen = 0 }: Extract<ReadEvent, { kind: 'end' }>): Promise<string | undefined> {
    const isJudged = deletableShare(this.request.stream.settings.deletions) !== undefined;
    if (items === undefined || isJudged) return undefined;
    return suspiciousShrink(await lastThatSawAll(this.ports.runs, this.at.last), { items, unseen });
  }

  /** No list of records, where the stream has some, is no empty list. */
  private async missing({ missing }: Extract<ReadEvent, { kind: 'end' }>): Promise<string | undefined> {
    if (missing === undefined) return undefined;
    const { source, stream } = this.at.lease;
    const tallies = await this.ports.reader.tally();
    const hasRecords = tallies.some((tally) => tally.source === source && tally.stream === stream && tally.records > 0);
    return hasRecords ? `${missing}, and the stream had records before` : undefined;
  }

  private async take(event: Exclude<ReadEvent, { kind: 'end' }>, previous: Previous): Promise<void> {
    const { source, stream, runId } = this.at.lease;
    if (event.kind === 'wait') {
      this.ports.log.warn('run.waiting', { source, stream, runId, ms: event.ms, reason: event.reason });
      this.request.waits?.(event.ms, event.reason);
      await this.keeper.handOn();
    } else if (event.kind === 'state') await this.advance(event.cursor);
    else {
      const { body, same, ...page } = event.page;
      const validator = same && this.keeper.pages === 0 ? previous.find(page.requestLine) : undefined;
      if (validator) this.noteSame({ page, validator: withoutOpen(validator), bytes: body.bytes });
      else {
        await this.keepSame(previous);
        await this.keep(page, body);
      }
    }
  }

  private noteSame(same: SamePage): void {
    this.same.push(same);
    this.bytesSaved += same.bytes;
    this.validators[same.page.requestLine] = same.validator;
  }

  /** A run that is not the same as the last one throughout is stored as a whole: what it shows must not depend on runs before it. */
  private async keepSame(previous: Previous): Promise<void> {
    const { same } = this;
    this.same = [];
    for (const { page, validator } of same) {
      const body = await previous.open(validator);
      await this.keep(page, body);
      await body.dispose();
    }
  }

  private async keep(page: SamePage['page'], body: FetchedBody): Promise<void> {
    const { pageIndex, key } = await this.keeper.keep(page, body);
    const { etag, 'last-modified': lastModified } = page.headers;
    this.validators[page.requestLine] = {
      ...(etag ? { etag } : {}),
      ...(lastModified ? { lastModified } : {}),
      sha256: body.sha256,
      key,
      page: { runId: this.at.lease.runId, runSeq: this.at.lease.runSeq, pageIndex },
    };
  }

  /** The cursor moves on only over what is stored. */
  private async advance(cursor: StreamState['cursor']): Promise<void> {
    this.cursor = cursor;
    if (this.keeper.pages === 0) return;
    await this.keeper.handOn();
    await this.writes.checkpoint(this.stateWith({}, 'deferred'));
  }
}

type FetchedBody = Extract<ReadEvent, { kind: 'page' }>['page']['body'];
type End = Pick<RunEnd, 'state' | 'reason' | 'resumeAt' | 'notes' | 'unseen' | 'infrastructure'> & { continued?: boolean };

const withoutOpen = ({ etag, lastModified, sha256, key, page }: Validator): Validator => ({
  ...(etag ? { etag } : {}),
  ...(lastModified ? { lastModified } : {}),
  sha256,
  key,
  page,
});
