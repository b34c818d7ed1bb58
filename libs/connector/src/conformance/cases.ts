import type { DeclarativeStream } from '../stream/declarative-stream';
import { countOf, failCase, passCase, skipCase, type CaseVerdict } from './case-result';
import { cursorNotesOf } from '../stream/cursor-notes';
import { compareRecords, firstFew } from './compare-records';
import type { RecordedRead, Recording } from '../recording/recorded-exchange';
import type { ReplayedCase, ReplayedRecord } from './replay-read';

/** The inputs of a stream's cases. */
export interface ReadEvidence {
  stream: DeclarativeStream;
  recording: Recording;
  /** The recorded read from the beginning, and the same read replayed. */
  recorded: RecordedRead;
  full: ReplayedCase;
  repeat?: ReplayedCase;
  next?: ReplayedCase;
  future?: ReplayedCase;
}

const again = 'record the stream again: twl source record';

/** The recorded read goes through as it did, and every item of it becomes a record. */
export const checkRead = ({ full, recorded: before }: ReadEvidence): CaseVerdict => {
  if (full.end !== before.end || full.pages !== before.pages) {
    if (full.end === 'failed')
      return failCase(`${full.reason ?? 'the read failed'} (if the manifest now asks for something else: ${again})`);
    return failCase(
      `the read ended as ${full.end} after ${countOf(full.pages, 'page')}, when recorded as ${before.end} after ${before.pages} (${again})`,
    );
  }
  if (full.end === 'failed') return failCase(full.reason ?? 'the read failed');
  const [refused] = full.refused.filter(({ reason }) => !reason.startsWith('KEY_'));
  if (refused)
    return failCase(
      `${countOf(full.refused.length, 'item')} ${full.refused.length === 1 ? 'is' : 'are'} refused: ${refused.reason} at ${refused.pointer || 'the page'}: ${refused.detail}`,
    );
  const filtered = full.filtered > 0 ? `, ${full.filtered} left out by filters` : '';
  const part = full.end === 'cut' ? ' (the recording ends there)' : '';
  return passCase(`${countOf(full.pages, 'page')}, ${countOf(full.records.length, 'record')}${filtered}${part}`);
};

/** Two consecutive reads return the same records. */
export const checkRepeat = ({ full, repeat, stream }: ReadEvidence): CaseVerdict => {
  if (!repeat) return skipCase(`there is no second read (${again})`);
  if (repeat.end === 'failed') return failCase(repeat.reason ?? 'the second read failed');
  if (full.records.length === 0 && repeat.records.length === 0) return skipCase('there are no records');
  const { missing, changed, fields } = compareRecords(full.records, repeat.records, stream.settings.volatileFields);
  if (changed.length > 0)
    return failCase(
      `${countOf(changed.length, 'record')} ${changed.length === 1 ? 'differs' : 'differ'} from read to read in ${firstFew(fields)} (key ${firstFew(changed)}): name fields that change by themselves under volatileFields`,
    );
  if (missing.length > 0 && full.end !== 'cut')
    return failCase(
      `${countOf(missing.length, 'record')} in only one of two reads (key ${firstFew(missing)}): is the order of the pages stable? Else ${again}`,
    );
  return passCase(`two reads give the same ${countOf(full.records.length - (full.end === 'cut' ? missing.length : 0), 'record')}`);
};

/** A record that arrives late with the cursor value of the last one would not be lost. */
export const checkBoundary = (evidence: ReadEvidence): CaseVerdict => {
  const { full, next, recording, stream } = evidence;
  if (stream.farFuture() === undefined) return skipCase('the stream keeps no cursor: every run reads all of it');
  const unread = unreadCursors(evidence);
  if (unread !== undefined) return failCase(unread);
  if (full.end === 'cut')
    return skipCase(`the recording ends after ${countOf(recording.maxPages, 'page')}, so no state is known: record all of it with --pages`);
  if (full.state === null) return skipCase('the read brought no state');
  if (!next) return skipCase(`there is no read from its state (${again})`);
  if (next.end === 'failed') return failCase(`reading from the state ${JSON.stringify(full.state)}: ${next.reason ?? 'failed'}`);
  const edge = edgeOf(full);
  if (edge.length === 0) return skipCase('no record has a value of the cursor');
  const seen = new Set(next.records.map(({ key }) => key));
  const lost = edge.filter(({ key }) => !seen.has(key));
  const from = `a read from the state gives ${countOf(next.records.length, 'record')}`;
  if (lost.length === 0) return passCase(`${from}, ${edge.length === 1 ? 'the newest one' : `the newest ${edge.length}`} among them`);
  if (isKey(stream)) return passCase(`${from}; the cursor is the primary key, so no other record can have the value of the last one`);
  if (next.end === 'cut') return skipCase(`${from} and was cut before the newest came`);
  return failCase(
    `${from}, without ${firstFew(lost.map(({ key }) => key))}: a record that arrives late with the cursor value of the last one would be lost. Ask from that value on, not after it, or set lookback_window`,
  );
};

/** Explains why no record moves the state; undefined if one does, or if there are none. */
const unreadCursors = ({ full, recorded, stream }: ReadEvidence): string | undefined => {
  if (full.records.some(({ cursor }) => cursor !== null)) return undefined;
  const records = full.records.map(({ data }) => data);
  const [note] = cursorNotesOf(stream, records, Date.parse(recorded.at));
  return note && `no record has a cursor value that can be read, so that every run reads everything: ${note.detail}`;
};

/** Returns the newest records: of each partition, or of all if they share one state. */
const edgeOf = ({ records, state }: ReplayedCase): ReplayedRecord[] => {
  const isGlobal = typeof state === 'object' && state !== null && !Array.isArray(state) && state['use_global_cursor'] === true;
  const newest = new Map<string, { cursor: string | number; records: ReplayedRecord[] }>();
  for (const record of records) {
    if (record.cursor === null) continue;
    const group = isGlobal ? '' : record.partition;
    const known = newest.get(group);
    const order = known ? compareEdges(record.cursor, known.cursor) : 1;
    if (order > 0) newest.set(group, { cursor: record.cursor, records: [record] });
    else if (order === 0) known?.records.push(record);
  }
  return [...newest.values()].flatMap(({ records: own }) => own);
};

const compareEdges = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

const isKey = ({ cursorField, keyFields }: DeclarativeStream): boolean => keyFields.length === 1 && keyFields[0] === cursorField;

/** A state in the far future returns no records. */
export const checkFuture = ({ future, stream }: ReadEvidence): CaseVerdict => {
  const state = stream.farFuture();
  if (state === undefined) return skipCase('the stream keeps no cursor');
  const stateText = JSON.stringify(state);
  if (!future) return skipCase(`there is no read from a far-future state (${again})`);
  if (future.end === 'failed') return skipCase(`the source refuses the state ${stateText}: ${future.reason ?? 'failed'}`);
  if (future.records.length === 0) return passCase(`nothing from the state ${stateText} on`);
  return failCase(
    `${countOf(future.records.length, 'record')} from the state ${stateText} on: the source does not filter by it. Check the option that carries the cursor to it, or set is_client_side_incremental`,
  );
};

/** Every record has a key, and no two records have the same. */
export const checkKey = ({ full, stream }: ReadEvidence): CaseVerdict => {
  const [refused] = full.refused.filter(({ reason }) => reason.startsWith('KEY_'));
  if (refused)
    return failCase(`${countOf(full.refused.length, 'item')} without a usable key: ${refused.detail} at ${refused.pointer || 'the page'}`);
  if (stream.keyFields.length === 0) return skipCase('no primary key is declared: a record is its own key');
  if (full.records.length === 0) return skipCase('there are no records');
  const seen = new Map<string, ReplayedRecord>();
  let repeated = 0;
  for (const record of full.records) {
    const first = seen.get(record.key);
    seen.set(record.key, record);
    if (!first) continue;
    repeated++;
    const { fields } = compareRecords([first], [record], stream.settings.volatileFields);
    if (fields.length > 0)
      return failCase(
        `two records have the key ${record.key} and differ in ${firstFew(fields)}: ${stream.keyFields.join(' + ')} does not identify a record`,
      );
  }
  const note = repeated > 0 ? `; ${countOf(repeated, 'record')} came again, the same` : '';
  return passCase(`${stream.keyFields.join(' + ')} is there and tells ${countOf(seen.size, 'record')} apart${note}`);
};
