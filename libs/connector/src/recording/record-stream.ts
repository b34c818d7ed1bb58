import type { Json } from '@twl/contracts';
import { requireValue } from '@twl/ports';
import { loadSource } from '../source/load-source';
import type { SourceDependencies } from '../source/source-parts';
import { isSimulated } from '../source/resolve-config';
import { DeclarativeStream } from '../stream/declarative-stream';
import type { TextMask } from '../secrets/secret-mask';
import { cleanExchange, digestOfPage, type Cleaning } from './clean-exchange';
import { FrozenClock } from './frozen-clock';
import { toPlainText } from './plain-request';
import { readPages, type ReadEnd } from './read-pages';
import type { RecordedExchange, RecordedRead, Recording } from './recorded-exchange';
import { RecordingError } from '../errors/recording-errors';
import { RecordingSender } from './recording-sender';

/** What to record. */
export interface RecordOptions {
  stream: string;
  /** Pages after which each read is cut. */
  maxPages: number;
  dependencies: SourceDependencies;
  signal?: AbortSignal;
  /** Called before each read. */
  progress?(read: string): void;
}

/**
 * Records the reads of a conformance test: twice from the beginning, then from the final state, then from a far future. Stores requests and
 * responses without secrets and redacted fields. Writes no files.
 * @throws RecordingError if the stream cannot be read
 */
export const recordStream = async (folder: string, options: RecordOptions): Promise<Recording> => {
  const { stream, maxPages, progress } = options;
  progress?.('full');
  const full = await recordRead(folder, null, options);
  usefulReads(full.read);
  progress?.('repeat');
  const repeat = await recordRead(folder, null, options);
  usefulReads(repeat.read);
  const reads: Recording['reads'] = { full: full.read, repeat: repeat.read };
  if (full.read.end === 'complete' && full.state !== null) {
    progress?.('next');
    reads.next = (await recordRead(folder, full.state, options)).read;
  }
  if (full.farFuture !== undefined) {
    progress?.('future');
    reads.future = (await recordRead(folder, full.farFuture, options)).read;
  }
  return { stream, simulated: full.simulated, maxPages, reads };
};

const usefulReads = ({ end, reason }: RecordedRead): void => {
  if (end === 'failed' || end === 'deferred') throw new RecordingError(reason ?? `the read ended as ${end}`);
};

interface ReadRecord {
  read: RecordedRead;
  state: Json;
  simulated: boolean;
  farFuture: Json | undefined;
}

const recordRead = async (folder: string, cursor: Json, options: RecordOptions): Promise<ReadRecord> => {
  const { dependencies, maxPages, signal } = options;
  const at = dependencies.clock.now();
  const clock = new FrozenClock(at, (ms, stop) => dependencies.clock.sleep(ms, stop));
  const between: { sender?: RecordingSender; mask?: TextMask } = {};
  const source = await loadSource(folder, {
    ...dependencies,
    clock,
    sequential: true,
    discover: true,
    exchanges: (network, mask) => {
      between.mask = mask;
      return (between.sender = new RecordingSender(network));
    },
  });
  const stream = source.streams.find(({ name }) => name === options.stream);
  if (!(stream instanceof DeclarativeStream)) throw new RecordingError(source.problems[0] ?? `there is no stream ${options.stream}`);
  const digests = new Set<string>();
  const recordPage = async ({ body }: { body: { sha256: string } }): Promise<void> => void digests.add(body.sha256);
  const { pages, end, reason, state } = await readPages(stream, { cursor, maxPages, looksAhead: true, signal, page: recordPage });
  signal?.throwIfAborted();
  const mask = requireValue(between.mask, 'mask of the source that was loaded');
  const { simulatorUrl } = dependencies;
  const simulated = isSimulated(source.settings, simulatorUrl);
  const cleaning: Cleaning = {
    plain: toPlainText(mask, simulated ? simulatorUrl : undefined),
    own: stream.redaction,
    all: source.streams.flatMap((each) => (each instanceof DeclarativeStream && each.redaction ? [each.redaction] : [])),
    masked: (body, how) => mask.maskBody(body, how),
    pages: digests,
  };
  const exchanges = await cleaned(requireValue(between.sender, 'sender of the source that was loaded'), { end, cleaning });
  const cleanReason = reason === undefined ? {} : { reason: cleaning.plain(reason) };
  const read: RecordedRead = { at: new Date(at).toISOString(), pages, end, ...cleanReason, exchanges };
  return { read, state, simulated, farFuture: stream.farFuture() };
};

/** Requests beyond the last kept page, to look ahead, are left out. */
const cleaned = async ({ seen }: RecordingSender, { end, cleaning }: { end: ReadEnd['end']; cleaning: Cleaning }) => {
  let last = seen.length;
  if (end === 'cut') {
    const digests = await Promise.all(seen.map((each) => digestOfPage(each, cleaning)));
    last = digests.findLastIndex((digest) => digest !== undefined) + 1 || seen.length;
  }
  const exchanges: RecordedExchange[] = [];
  for (const each of seen.slice(0, last)) {
    const exchange = await cleanExchange(each, cleaning);
    if (exchange) exchanges.push(exchange);
  }
  return exchanges;
};
