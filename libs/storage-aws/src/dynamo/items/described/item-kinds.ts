import { noCounts } from '@twl/contracts';
import { letter, type ItemKind, type Letters } from './item-kind';

const gen = String.raw`(?<generation>(?<stream>[\w-]{8})\.\d+)`;
const sid = String.raw`(?<stream>[\w-]{8})`;
const time = String.raw`(?<time>[01]\d{16})`;
const count = (name: string): string => String.raw`(?<${name}>\d{12})`;

const whole = (text: string): RegExp => new RegExp(`^${text}$`, 'su');

/** What nearly every item has. */
export const everywhere: Letters = {
  b: letter('body', 'JSON text, or the same packed with deflate (raw) where it is a binary'),
  x: letter('bodyObject', 'in place of `b`: the object `bodies/…` of the bucket that has it, packed'),
  ttl: letter('expiresAt', 'from then on the item is not there', 'seconds'),
};

const revision = letter('revision', 'how often it was written');

const record: Letters = {
  f: letter('fingerprint', 'of the content'),
  v: letter('version', 'number of the content, from 1'),
  o: letter('order', 'where it was seen: cursor, run, page, index', 'order'),
  n: letter('newestOrder', 'where it was seen last, where that is another place', 'order'),
  r: letter('revision', 'grows with every write; a generation begins at its number times 2^32'),
  l: letter('shard', 'of the commit that last changed what is shown'),
  c: letter('commit', 'its number in that shard'),
  u: letter('updatedAt', 'its place in lists by `updatedAt`', 'ms'),
  t: letter('occurredAt', 'its place in lists by `occurredAt`', 'ms'),
  h: letter('versionSet', 'which has its earlier versions, where they were put into a new one'),
};

const counted = (names: readonly string[]): Letters =>
  Object.fromEntries(names.map((name) => [name, letter(name, 'outcomes of that kind')]));

/** Every kind of item in the table. docs/dynamodb.md shows them, and a test that everything which is written is among them. */
export const itemKinds: readonly ItemKind[] = [
  {
    ...{ name: 'stream', pk: whole('STREAMS'), sk: whole(sid) },
    letters: {
      source: letter('source', 'its name', 'orderText'),
      stream: letter('stream', 'its name', 'orderText'),
      gen: letter('generation', 'the one that is shown'),
      q: letter('newestGeneration', 'number of the newest, shown or not'),
      seq: letter('newestRun', 'its number'),
      runs: letter('runs', 'how many there are'),
      fence: letter('fence', 'how often the lease was given'),
      active: letter('activeRun', 'the one that is not settled', 'json'),
      activeSk: letter('activeRunKey', 'its sort key'),
      phase: letter('phase', 'of that run'),
      leaseRun: letter('leaseRun', 'the run that the lease is for', 'json'),
      leaseOwner: letter('leaseOwner', 'the process that has it', 'json'),
      leaseUntil: letter('leaseUntil', 'until when', 'ms'),
      last: letter('lastRunKey', 'sort key of the newest run that was not skipped'),
      ended: letter('endedRunKey', 'of the newest with a result'),
      good: letter('goodRunKey', 'of the newest that ended well'),
      lastAt: letter('lastBeganAt', 'when the newest run began', 'ms'),
      unfinished: letter('unfinished', 'the generation shown before, while what follows from the change is not done'),
      old: letter('oldGenerations', 'those to be removed', 'givenUp'),
    },
  },
  {
    ...{ name: 'counter shard', pk: whole(`G#${gen}`), sk: whole('L(?<shard>\\d)') },
    letters: {
      x: letter('state', '`building`, `shown` or `gone`'),
      n: letter('commits', 'how many'),
      a: letter('amendments', 'how many; the same in every shard'),
      t: letter('isCounted', 'above 0 when anything was'),
      records: letter('records', 'shown, as far as this shard changed their number'),
      fresh: letter('new', 'new records'),
      changed: letter('changed', 'changed records'),
      quarantined: letter('quarantined', 'refused records'),
    },
  },
  {
    ...{ name: 'time range', pk: whole(`G#${gen}`), sk: whole('B') },
    letters: {
      ulo: letter('updatedFrom', 'no record stands before it', 'ms'),
      uhi: letter('updatedTo', 'nor after it', 'ms'),
      tlo: letter('occurredFrom', 'the same by `occurredAt`', 'ms'),
      thi: letter('occurredTo', '', 'ms'),
      mlo: letter('countedFrom', 'the first minute that is counted', 'ms'),
    },
  },
  { ...{ name: 'record', pk: whole(`D#${gen}#(?<bucket>\\d)`), sk: whole('(?<keyClass>.)(?<key>.*)') }, letters: record, isRecord: true },
  {
    ...{ name: 'version', pk: whole(`V#${gen}#(?<bucket>\\d)`), sk: whole(`(?<keyHash>\\w{32})#${count('version')}`) },
    letters: { v: letter('version', 'its number') },
  },
  {
    ...{ name: 'past record', pk: whole(`W#${gen}#(?<bucket>\\d)`), sk: whole('(?<keyHash>\\w{32})#(?<revision>\\d{16})') },
    ...{ letters: record, isRecord: true },
  },
  {
    ...{ name: 'index page', pk: whole(`T#(?:A|F#${sid}|${gen}#(?<order>[ut])(?:#(?<shard>\\d))?)`) },
    ...{ sk: whole(`${time}#(?<id>.*)`), isIndexPage: true },
    letters: { e: letter('entries', 'keys with their times, counted back from the time of the sort key; packed where it is a binary') },
  },
  {
    ...{ name: 'counter', pk: whole(`C#${gen}#(?<width>minute|hour|day)`), sk: whole(`${time}#(?<shard>\\d)`) },
    letters: {
      start: letter('start', 'of the first bucket', 'ms'),
      'v*': letter('bucket', 'new and changed records, by the number of the minute, hour or day'),
    },
  },
  {
    ...{ name: 'page', pk: whole('P#(?<run>.*)'), sk: whole(count('index')) },
    letters: { gaveUp: letter('gaveUp', 'how it stood when it was discarded') },
  },
  {
    ...{ name: 'progress', pk: whole('P#(?<run>.*)'), sk: whole(`${count('index')}#${gen}`) },
    letters: {
      st: letter('status', '`open`, `applied`, `parked` or `discarded`'),
      next: letter('next', 'index of the record that is next'),
      by: letter('parkedBy', 'id of the failure', 'json'),
      why: letter('reason', 'code of that failure'),
      ...counted([...Object.keys(noCounts()), 'deleted']),
      uR: letter('readUnits', 'that the page took'),
      uW: letter('writeUnits', 'the same'),
      uO: letter('bytesOut', 'sent'),
      uI: letter('bytesIn', 'received'),
      'uq_*': letter('requests', 'of a kind, `uq_DynamoDB_Query`'),
    },
  },
  {
    ...{ name: 'open page', pk: whole('PAGES'), sk: whole(`${sid}#${count('seq')}#${count('index')}`) },
    letters: { ref: letter('page', 'which', 'json'), fetched: letter('fetchedAt', 'when', 'ms') },
  },
  {
    ...{ name: 'run', pk: whole(`R#${sid}`), sk: whole(`${time}#${count('seq')}`) },
    letters: {
      id: letter('id', 'its own', 'json'),
      w: revision,
      phase: letter('phase', '`fetching`, `applying` or `closed`'),
      pages: letter('pages', 'how many; -1 while it fetches'),
    },
  },
  {
    ...{ name: 'pointer to a run', pk: whole('I#(?<run>.*)'), sk: whole('I') },
    letters: { at: letter('pk', 'of the run'), place: letter('sk', 'of the run') },
  },
  { ...{ name: 'state', pk: whole(`M#${sid}`), sk: whole('S') }, letters: { w: revision } },
  { ...{ name: 'failure', pk: whole('F#(?<id>.*)'), sk: whole('F') }, letters: { w: revision } },
  { ...{ name: 'failure of a generation', pk: whole(`B#${gen}`), sk: whole('f(?<id>.*)') }, letters: { w: revision } },
  {
    ...{ name: 'open record failure', pk: whole(`O#${sid}`), sk: whole(`${time}#(?<failure>.*)`) },
    letters: {
      id: letter('id', 'of the failure', 'json'),
      seq: letter('seq', 'of its run'),
      s: letter('subject', 'the key or the pointer of the record'),
    },
  },
  { ...{ name: 'open failures', pk: whole('OPEN'), sk: whole(`${sid}#(?<shard>\\d)`) }, letters: { n: letter('open', 'how many') } },
  {
    ...{ name: 'generation built', pk: whole(`X#${sid}`), sk: whole('(?<generation>.*)') },
    letters: { at: letter('lastHeartbeat', 'of the process that builds it', 'ms') },
  },
  { ...{ name: 'audit entry', pk: whole('A#(?<id>.*)'), sk: whole('A') }, letters: {} },
  { ...{ name: 'lesson', pk: whole(`N#${gen}`), sk: whole(`${count('seq')}#${count('index')}`) }, letters: {} },
  { ...{ name: 'acceptance', pk: whole(`Y#${sid}`), sk: whole('(?<hash>.*)') }, letters: {} },
];
