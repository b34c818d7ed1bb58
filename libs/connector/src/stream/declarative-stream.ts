import { setMaxListeners } from 'node:events';
import type { Json, JsonObject, PageMeta, StreamSettings } from '@twl/contracts';
import { errorText } from '@twl/json';
import {
  HttpError,
  NotFoundError,
  TwlError,
  UnreadablePageError,
  type Extracted,
  type Payload,
  type ReadEvent,
  type ReadOptions,
  type SourceStream,
} from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { visitTexts } from '../document/each-text';
import type { CursorProblem } from '../roles/cursor-problem';
import type { Redaction } from '../roles/redaction';
import { SealedCursor } from '../checkpoint/sealed-cursor';
import { missingTextOf } from '../session/missing-list';
import { RunCookies } from '../exchange/run-cookies';
import { EventChannel } from '../session/event-channel';
import { tooManyRecordsError } from '../page-loop/page-items';
import { createPageScope, hasNoContent, sliceOf } from '../fetch/page-scope';
import { ReadSession } from '../session/read-session';
import { ReadExit } from './read-exit';
import { ReadJudge } from './read-judge';
import { RecordMapper } from '../records/record-mapper';
import { splitCursor } from '../checkpoint/read-state';
import type { RecordStream, StreamCore } from '../build/record-stream';
import { variantOf } from '../roles/slice';
import type { StreamGroupLock } from '../build/stream-groups';
import type { Beginning } from '../checkpoint/read-checkpoint';
import { SliceReader } from './slice-reader';
import { createKeyReader } from '../records/record-key';
import { readWholeState } from './state-delegating-stream';
import { Tally } from './tally';

/** The parts of a stream. */
export interface StreamParts {
  name: string;
  settings: StreamSettings;
  manifest: string;
  context: BuildContext;
  stream: RecordStream;
  keyParts: string[][];
  /** True if components that create records can read the config: records found while reading are then not shown. */
  readsConfig: boolean;
  concurrency: number;
  /** Streams of one group are read one after the other. */
  groupLock: StreamGroupLock | undefined;
}

type End = Extract<ReadEvent, { kind: 'end' }>;

/** One stream of a source, as its manifest declares it. */
export class DeclarativeStream implements SourceStream {
  #plainConfig: JsonObject | undefined;

  constructor(private readonly parts: StreamParts) {}

  get source(): string {
    return this.parts.context.source;
  }

  get name(): string {
    return this.parts.name;
  }

  get settings(): StreamSettings {
    return this.parts.settings;
  }

  get manifest(): string {
    return this.parts.manifest;
  }

  /** The redaction of this stream's pages. */
  get redaction(): Redaction | undefined {
    return this.parts.context.redaction;
  }

  /** The fields of the primary key; empty if a record is its own key. */
  get keyFields(): string[] {
    return this.parts.keyParts.map((part) => part.join('.'));
  }

  /** The field that the cursor follows. */
  get cursorField(): string | undefined {
    return this.parts.stream.cursorField;
  }

  /** The declared schema of its records; undefined if the manifest has none. */
  async schema(): Promise<JsonObject | undefined> {
    const { context } = this.incremental;
    return context.selection?.schema?.load(context.scope());
  }

  async declared(): Promise<JsonObject | undefined> {
    const schema = this.incremental.context.selection?.schema;
    if (!schema || schema.asksSource) return undefined;
    return this.schema().catch((error: unknown) => {
      // A manifest can name a schema file that does not exist; `source test` reports it.
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  }

  /** A state as if everything of the next decades had been read; undefined for a stream that keeps no state. */
  farFuture(): Json | undefined {
    return this.incremental.slicer.future?.();
  }

  /** Explains why a record does not move the state; `now` in ms since 1970. */
  cursorProblem(record: JsonObject, now: number): CursorProblem | undefined {
    return this.incremental.slicer.problem?.(record, now);
  }

  /** Explains why a read cannot begin from a state; undefined if it can. */
  stateProblem(cursor: Json): string | undefined {
    try {
      const { core, state, resume } = this.pick(cursor);
      core.slicer.begin(state, resume?.started);
      return undefined;
    } catch (error) {
      return errorText(error);
    }
  }

  /** The incremental way, if there are several. */
  private get incremental(): StreamCore {
    return this.parts.stream.variant('incremental_stream');
  }

  async *read(options: ReadOptions): AsyncGenerator<ReadEvent, void> {
    const stop = new AbortController();
    const channel = new EventChannel();
    const signal = AbortSignal.any([options.signal, stop.signal]);
    // As many requests listen as the source allows at a time; Node reports more than ten as a leak.
    setMaxListeners(0, signal);
    const { context, settings } = this.parts;
    const { conditional } = settings;
    const { limits, secrets, clock } = context;
    const extracts = (options.extracts ?? false) && !this.parts.readsConfig;
    const cookies = new RunCookies(secrets);
    const exit = new ReadExit({ secrets, cookies, previous: options.previous }, channel);
    const session = new ReadSession({ ...options, extracts, signal, limits, conditional, cookies }, clock, exit);
    let end: End | undefined;
    const work = this.readInTurn(session, options).then((event) => void (end = event));
    try {
      yield* channel.events(work);
      if (end) yield withNotes(end, session, exit);
    } catch (error) {
      yield withNotes({ kind: 'end', state: 'failed', reason: this.explain(error, options.signal) }, session, exit);
    } finally {
      stop.abort(new HttpError('HTTP_ABORTED', 'the read is over'));
    }
  }

  async *extract(meta: PageMeta, body: Payload): AsyncIterable<readonly Extracted[]> {
    if (hasNoContent(meta.status, body)) return;
    const { context, stream, keyParts, settings } = this.parts;
    const scope = createPageScope(meta, this.plainConfig, meta.sha256);
    const slice = sliceOf(meta);
    const { retriever, slicer } = stream.variant(variantOf(slice));
    const { cursorField } = stream;
    const mapper = new RecordMapper({ keyParts, settings, slicer, cursorField, interpolator: context.interpolator });
    let count = 0;
    for await (const items of retriever.select({ body, headers: meta.headers, scope })) {
      const taken = items.slice(0, context.limits.recordsPerPage - count);
      yield taken.map((item) => mapper.map(item, slice, scope));
      count += taken.length;
      if (taken.length < items.length) throw new UnreadablePageError('TOO_LARGE', tooManyRecordsError(context.limits));
    }
  }

  async missing(meta: PageMeta, body: Payload): Promise<{ text: string; isOdd: boolean } | undefined> {
    if (hasNoContent(meta.status, body)) return undefined;
    const { retriever } = this.parts.stream.variant(variantOf(sliceOf(meta)));
    const missing = await retriever.missing({ body, headers: meta.headers, scope: createPageScope(meta, this.plainConfig, meta.sha256) });
    return missing && { text: missingTextOf(missing), isOdd: missing.instead !== 'nothing' };
  }

  /** The config as records may show it: a template that puts a secret into them puts in the stars that stand for it. */
  private get plainConfig(): JsonObject {
    const { config, secrets } = this.parts.context;
    if (this.#plainConfig) return this.#plainConfig;
    const named = secrets.onlyNamed();
    return (this.#plainConfig = visitTexts(config, (text) => named.mask(text)) as JsonObject);
  }

  /** Reads all slices, while no other stream of the same group is read. */
  private async readInTurn(session: ReadSession, options: ReadOptions): Promise<End> {
    const release = await this.parts.groupLock?.acquire(session.signal);
    try {
      return await this.readSlices(session, options);
    } finally {
      release?.();
    }
  }

  /** Chooses the way to read from a stored cursor, and the initial state. A resumed read keeps its way. */
  private pick(cursor: Json): { core: StreamCore } & Beginning {
    const { stream, manifest, context } = this.parts;
    const split = splitCursor(cursor, manifest);
    const sealed = new SealedCursor(context.secrets);
    const state = sealed.unsealState(split.state);
    const resume = split.resume && sealed.unsealResume(split.resume);
    const picked = resume ? { core: stream.variant(resume.variant), state } : stream.pick(state);
    return { ...picked, resume, cursor };
  }

  private async readSlices(session: ReadSession, { cursor }: ReadOptions): Promise<End> {
    const { stream, concurrency, settings, context, manifest, keyParts } = this.parts;
    const { core, ...from } = this.pick(cursor);
    this.noteState(core, from.state, session);
    if (from.resume) session.notes.add('RESUMED', 'the run went on where an earlier one stopped; alone it does not show everything');
    const tally = new Tally(settings.expect);
    const judge = new ReadJudge(tally, session.lists, { allowsNone: settings.expect.minRecords === 0, isWhole: cursor === null });
    const fallbackState = stream.remembersFullRead ? readWholeState : null;
    const work = {
      session,
      core,
      concurrency,
      manifest,
      clock: context.clock,
      key: createKeyReader(keyParts),
      fallbackState,
      tally,
      judge,
    };
    const end = await new SliceReader(work, from).read();
    if (from.resume) return { ...end, continued: true };
    const isWhole = cursor === null && end.state === 'complete' && !stream.cursorField;
    const missing = isWhole ? judge.missing() : undefined;
    return isWhole ? { ...end, items: tally.seen, ...(missing && { missing }) } : end;
  }

  /** A state in the future means that nothing is read until then: that must not look like a source without changes. */
  private noteState({ slicer }: StreamCore, state: Json, { notes }: ReadSession): void {
    const now = this.parts.context.clock.now();
    const reached = slicer.age?.(state);
    if (reached === undefined || reached <= now) return;
    const [when, today] = [reached, now].map((ms) => new Date(ms).toISOString());
    notes.add('STATE_IN_FUTURE', `the state is ${when}, and now it is ${today}: nothing is read until then (twl state edit sets it back)`);
  }

  private explain(error: unknown, signal: AbortSignal): string {
    if (signal.aborted) return 'the read was cancelled';
    const text = error instanceof TwlError ? error.message : `unexpected: ${errorText(error)}`;
    if (!(error instanceof TwlError)) this.parts.context.log.error('source.unexpected', error, { source: this.source, stream: this.name });
    return text;
  }
}

/** Returns the end of a read with its notes, without secrets. */
const withNotes = (end: End, { notes }: ReadSession, exit: ReadExit): End => {
  const cleanNotes = notes.all.map((note) => ({ ...note, detail: exit.text(note.detail) }));
  const unseen = end.state === 'complete' && notes.unseen > 0 ? { unseen: notes.unseen } : {};
  const texts = { ...(end.reason && { reason: exit.text(end.reason) }), ...(end.missing && { missing: exit.text(end.missing) }) };
  return { ...end, ...texts, ...unseen, ...(cleanNotes.length > 0 && { notes: cleanNotes }) };
};
