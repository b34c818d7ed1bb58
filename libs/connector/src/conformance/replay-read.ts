import type { Json } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { firstPageMeta, TwlError, type Extracted, type FetchedPage, type SecretStore } from '@twl/ports';
import { FrozenClock } from '../recording/frozen-clock';
import { standIn } from '../recording/plain-request';
import { readPages, type ReadEnd } from '../recording/read-pages';
import type { RecordedExchange, RecordedRead, Recording } from '../recording/recorded-exchange';
import { ReplayingSender } from '../recording/replaying-sender';
import { loadSource } from '../source/load-source';
import type { SourceDependencies } from '../source/source-parts';
import { DeclarativeStream } from '../stream/declarative-stream';
import { ClosedNetwork, NoLog, SecretsOrStandIns } from './closed-network';

/** External inputs of a replay: secrets if there are any, and the permission for custom components. */
export interface RecordedReadOptions {
  secrets?: SecretStore;
  customComponents?: boolean;
}

/** A record of a replayed read, and the partition it came from. */
export type ReplayedRecord = Extract<Extracted, { kind: 'record' }> & { partition: string };

/** The result of a replayed read. */
export interface ReplayedCase extends ReadEnd {
  records: ReplayedRecord[];
  refused: Extract<Extracted, { kind: 'refused' }>[];
  filtered: number;
}

/** Dependencies for a source that only meets recorded exchanges. */
export const replayDependencies = (
  exchanges: readonly RecordedExchange[],
  { at, simulated }: { at: string; simulated: boolean },
  { secrets, customComponents }: RecordedReadOptions,
): SourceDependencies => ({
  http: new ClosedNetwork(),
  clock: new FrozenClock(Date.parse(at)),
  secrets: new SecretsOrStandIns(secrets),
  log: new NoLog(),
  customComponents,
  sequential: true,
  discover: true,
  ...(simulated ? { simulatorUrl: standIn } : {}),
  exchanges: (_network, mask) => new ReplayingSender(exchanges, mask),
});

/** Loads a stream as it was recorded; undefined if it no longer exists. */
export const loadRecorded = async (
  folder: string,
  { recording, read }: { recording: Recording; read: RecordedRead },
  options: RecordedReadOptions,
): Promise<DeclarativeStream | undefined> => {
  const dependencies = replayDependencies(read.exchanges, { at: read.at, simulated: recording.simulated }, options);
  const { streams } = await loadSource(folder, dependencies);
  const stream = streams.find(({ name }) => name === recording.stream);
  return stream instanceof DeclarativeStream ? stream : undefined;
};

/** Reads a stream again from its recording. `laterMs`: how much later its pages appear to be fetched. */
export const replayRead = async (
  stream: DeclarativeStream,
  { recording, read }: { recording: Recording; read: RecordedRead },
  { cursor, laterMs = 0 }: { cursor: Json; laterMs?: number },
): Promise<ReplayedCase> => {
  const found: Pick<ReplayedCase, 'records' | 'refused' | 'filtered'> = { records: [], refused: [], filtered: 0 };
  let unreadable: string | undefined;
  const replayPage = async (each: FetchedPage): Promise<void> => {
    try {
      await extract(stream, each, { laterMs, found });
    } catch (error) {
      if (!(error instanceof TwlError)) throw error;
      unreadable ??= `${each.request.method} ${each.request.url} cannot be read: ${error.message}`;
    }
  };
  const reading = {
    cursor,
    maxPages: read.end === 'cut' ? read.pages : recording.maxPages,
    looksAhead: read.end !== 'cut',
    page: replayPage,
  };
  const end = await readPages(stream, reading);
  return unreadable === undefined ? { ...end, ...found } : { ...end, ...found, end: 'failed', reason: unreadable };
};

const extract = async (
  stream: DeclarativeStream,
  page: FetchedPage,
  { laterMs, found }: { laterMs: number; found: Pick<ReplayedCase, 'records' | 'refused' | 'filtered'> },
): Promise<void> => {
  const partition = toCanonicalJson(page.partition as Json);
  const fetchedAt = new Date(Date.parse(page.fetchedAt) + laterMs).toISOString();
  for await (const batch of stream.extract({ ...firstPageMeta(stream, page), fetchedAt }, page.body)) {
    for (const item of [batch].flat()) {
      if (item.kind === 'record') found.records.push({ ...item, partition });
      else if (item.kind === 'refused') found.refused.push(item);
      else found.filtered++;
    }
  }
};
