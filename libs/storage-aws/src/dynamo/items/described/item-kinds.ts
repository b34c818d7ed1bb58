import { noCounts } from '@twl/contracts';
import { describeAttribute, type ItemAttributes, type ItemKind } from './item-kind';

const gen = String.raw`(?<generation>(?<stream>[\w-]{8})\.\d+)`;
const sid = String.raw`(?<stream>[\w-]{8})`;
const time = String.raw`(?<time>[01]\d{16})`;
const digits = (name: string): string => String.raw`(?<${name}>\d{12})`;

const wholeText = (text: string): RegExp => new RegExp(`^${text}$`, 'su');

/** Attributes that nearly every item has. */
export const commonAttributes: ItemAttributes = {
  b: describeAttribute('body', 'JSON text, or the same packed with deflate (raw) where it is a binary'),
  x: describeAttribute('bodyObject', 'in place of `b`: the object `bodies/…` of the bucket that has it, packed'),
  ttl: describeAttribute('expiresAt', 'from then on the item is not there', 'seconds'),
};

const revision = describeAttribute('revision', 'how often it was written');

const record: ItemAttributes = {
  f: describeAttribute('fingerprint', 'of the content'),
  v: describeAttribute('version', 'number of the content, from 1'),
  o: describeAttribute('order', 'where it was seen: cursor, runSeq, pageIndex, itemIndex', 'order'),
  n: describeAttribute('newestOrder', 'position of the newest observation, if it is another one', 'order'),
  r: describeAttribute('revision', 'grows with every write; a generation begins at its number times 2^32'),
  l: describeAttribute('shard', 'of the commit that last changed what is shown'),
  c: describeAttribute('commit', 'its number in that shard'),
  u: describeAttribute('updatedAt', 'its position in lists by `updatedAt`', 'ms'),
  t: describeAttribute('occurredAt', 'its position in lists by `occurredAt`', 'ms'),
  h: describeAttribute('versionSet', 'which has its earlier versions, where they were put into a new one'),
};

const credential: ItemAttributes = {
  u: describeAttribute('lastUsedAt', 'to the minute', 'ms'),
  r: describeAttribute('revokedAt', 'since then it is refused', 'ms'),
};

const outcomeAttributes = (names: readonly string[]): ItemAttributes =>
  Object.fromEntries(names.map((name) => [name, describeAttribute(name, 'outcomes of that kind')]));

/** Every kind of item in the table. docs/dynamodb.md shows them, and a test checks that every written item is among them. */
export const itemKinds: readonly ItemKind[] = [
  {
    ...{ name: 'stream', pk: wholeText('STREAMS'), sk: wholeText(sid) },
    letters: {
      source: describeAttribute('source', 'its name', 'orderText'),
      stream: describeAttribute('stream', 'its name', 'orderText'),
      gen: describeAttribute('generation', 'the one that is shown'),
      q: describeAttribute('newestGeneration', 'number of the newest, shown or not'),
      seq: describeAttribute('newestRun', 'its number'),
      runs: describeAttribute('runs', 'how many there are'),
      fence: describeAttribute('fence', 'how often the lease was given'),
      active: describeAttribute('activeRun', 'the one that is not settled', 'json'),
      activeSk: describeAttribute('activeRunKey', 'its sort key'),
      phase: describeAttribute('phase', 'of that run'),
      leaseRun: describeAttribute('leaseRun', 'the run that the lease is for', 'json'),
      leaseOwner: describeAttribute('leaseOwner', 'the process that has it', 'json'),
      leaseUntil: describeAttribute('leaseUntil', 'until when', 'ms'),
      last: describeAttribute('lastRunKey', 'sort key of the newest run that was not skipped'),
      ended: describeAttribute('endedRunKey', 'of the newest with a result'),
      good: describeAttribute('goodRunKey', 'of the newest that ended well'),
      lastAt: describeAttribute('lastBeganAt', 'when the newest run began', 'ms'),
      unfinished: describeAttribute('unfinished', 'the generation shown before, while what follows from the change is not done'),
      old: describeAttribute('oldGenerations', 'those to be removed', 'givenUp'),
    },
  },
  {
    ...{ name: 'counter shard', pk: wholeText(`G#${gen}`), sk: wholeText('L(?<shard>\\d)') },
    letters: {
      x: describeAttribute('state', '`building`, `shown` or `dropped`'),
      n: describeAttribute('commits', 'how many'),
      a: describeAttribute('amendments', 'how many; the same in every shard'),
      t: describeAttribute('isCounted', 'above 0 when anything was'),
      records: describeAttribute('records', 'shown, as far as this shard changed their number'),
      fresh: describeAttribute('new', 'new records'),
      changed: describeAttribute('changed', 'changed records'),
      quarantined: describeAttribute('quarantined', 'refused records'),
    },
  },
  {
    ...{ name: 'time range', pk: wholeText(`G#${gen}`), sk: wholeText('B') },
    letters: {
      ulo: describeAttribute('updatedFrom', 'no record stands before it', 'ms'),
      uhi: describeAttribute('updatedTo', 'nor after it', 'ms'),
      tlo: describeAttribute('occurredFrom', 'the same by `occurredAt`', 'ms'),
      thi: describeAttribute('occurredTo', '', 'ms'),
      mlo: describeAttribute('countedFrom', 'the first minute that is counted', 'ms'),
    },
  },
  {
    ...{ name: 'record', pk: wholeText(`D#${gen}#(?<bucket>\\d)`), sk: wholeText('(?<keyClass>.)(?<key>.*)') },
    letters: record,
    isRecord: true,
  },
  {
    ...{ name: 'version', pk: wholeText(`V#${gen}#(?<bucket>\\d)`), sk: wholeText(`(?<keyHash>\\w{32})#${digits('version')}`) },
    letters: { v: describeAttribute('version', 'its number') },
  },
  {
    ...{ name: 'past record', pk: wholeText(`W#${gen}#(?<bucket>\\d)`), sk: wholeText('(?<keyHash>\\w{32})#(?<revision>\\d{16})') },
    ...{ letters: record, isRecord: true },
  },
  {
    ...{ name: 'changes', pk: wholeText(`E#${gen}#(?<shard>\\d)`), sk: wholeText(digits('commit')) },
    letters: { at: describeAttribute('at', 'when the commit was written; the body has kind, key and version of each record', 'ms') },
  },
  {
    ...{ name: 'index page', pk: wholeText(`T#(?:A|F#${sid}|${gen}#(?<order>[ut])(?:#(?<shard>\\d))?)`) },
    ...{ sk: wholeText(`${time}#(?<id>.*)`), isIndexPage: true },
    letters: {
      e: describeAttribute('entries', 'keys with their times, counted back from the time of the sort key; packed where it is a binary'),
    },
  },
  {
    ...{ name: 'counter', pk: wholeText(`C#${gen}#(?<width>minute|hour|day)`), sk: wholeText(`${time}#(?<shard>\\d)`) },
    letters: {
      start: describeAttribute('start', 'of the first bucket', 'ms'),
      'v*': describeAttribute('bucket', 'new and changed records, by the number of the minute, hour or day'),
    },
  },
  {
    ...{ name: 'page', pk: wholeText('P#(?<runId>.*)'), sk: wholeText(digits('pageIndex')) },
    letters: { gaveUp: describeAttribute('gaveUp', 'how it stood when it was discarded') },
  },
  {
    ...{ name: 'progress', pk: wholeText('P#(?<runId>.*)'), sk: wholeText(`${digits('pageIndex')}#${gen}`) },
    letters: {
      st: describeAttribute('status', '`open`, `applied`, `parked` or `discarded`'),
      next: describeAttribute('next', 'index of the record that is next'),
      by: describeAttribute('parkedBy', 'id of the failure', 'json'),
      why: describeAttribute('reason', 'code of that failure'),
      ...outcomeAttributes([...Object.keys(noCounts()), 'deleted']),
      uR: describeAttribute('readUnits', 'that the page took'),
      uW: describeAttribute('writeUnits', 'the same'),
      uO: describeAttribute('bytesOut', 'sent'),
      uI: describeAttribute('bytesIn', 'received'),
      'uq_*': describeAttribute('requests', 'of a kind, `uq_DynamoDB_Query`'),
    },
  },
  {
    ...{ name: 'open page', pk: wholeText('PAGES'), sk: wholeText(`${sid}#${digits('runSeq')}#${digits('pageIndex')}`) },
    letters: { ref: describeAttribute('page', 'which', 'json'), fetched: describeAttribute('fetchedAt', 'when', 'ms') },
  },
  {
    ...{ name: 'run', pk: wholeText(`R#${sid}`), sk: wholeText(`${time}#${digits('runSeq')}`) },
    letters: {
      id: describeAttribute('id', 'its own', 'json'),
      w: revision,
      phase: describeAttribute('phase', '`fetching`, `applying` or `closed`'),
      pages: describeAttribute('pages', 'how many; -1 while it fetches'),
    },
  },
  {
    ...{ name: 'pointer to a run', pk: wholeText('I#(?<runId>.*)'), sk: wholeText('I') },
    letters: { runPk: describeAttribute('pk', 'of the run'), runSk: describeAttribute('sk', 'of the run') },
  },
  { ...{ name: 'state', pk: wholeText(`M#${sid}`), sk: wholeText('S') }, letters: { w: revision } },
  { ...{ name: 'failure', pk: wholeText('F#(?<id>.*)'), sk: wholeText('F') }, letters: { w: revision } },
  { ...{ name: 'failure of a generation', pk: wholeText(`B#${gen}`), sk: wholeText('f(?<id>.*)') }, letters: { w: revision } },
  {
    ...{ name: 'open record failure', pk: wholeText(`O#${sid}`), sk: wholeText(`${time}#(?<failure>.*)`) },
    letters: {
      id: describeAttribute('id', 'of the failure', 'json'),
      seq: describeAttribute('runSeq', 'of its run'),
      s: describeAttribute('subject', 'the key or the pointer of the record'),
    },
  },
  {
    ...{ name: 'open failures', pk: wholeText('OPEN'), sk: wholeText(`${sid}#(?<shard>\\d)`) },
    letters: { n: describeAttribute('open', 'how many') },
  },
  {
    ...{ name: 'generation built', pk: wholeText(`X#${sid}`), sk: wholeText('(?<generation>.*)') },
    letters: { at: describeAttribute('lastHeartbeat', 'of the process that builds it', 'ms') },
  },
  {
    ...{ name: 'format', pk: wholeText('FORMAT'), sk: wholeText('FORMAT') },
    letters: { version: describeAttribute('version', 'the format of all items; a process that starts compares it with its own') },
  },
  { ...{ name: 'pause', pk: wholeText('PAUSES'), sk: wholeText('(?<source>.*)') }, letters: {} },
  { ...{ name: 'audit entry', pk: wholeText('A#(?<id>.*)'), sk: wholeText('A') }, letters: {} },
  {
    ...{ name: 'API key', pk: wholeText('KEYS'), sk: wholeText('(?<id>.*)') },
    letters: credential,
  },
  {
    ...{ name: 'session', pk: wholeText('K#(?<id>.*)'), sk: wholeText('K') },
    letters: credential,
  },
  { ...{ name: 'contract update', pk: wholeText(`N#${gen}`), sk: wholeText(`${digits('runSeq')}#${digits('pageIndex')}`) }, letters: {} },
  { ...{ name: 'alert', pk: wholeText('ALERTS'), sk: wholeText('(?<id>.*)') }, letters: { w: revision } },
  { ...{ name: 'acceptance', pk: wholeText(`Y#${sid}`), sk: wholeText('(?<hash>.*)') }, letters: {} },
];
