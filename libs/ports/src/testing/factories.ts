import type { StoredAlert } from '../alerts/alert-store';
import {
  noCounts,
  pageIdOf,
  recordId,
  type AuditEntry,
  type CuratedRecord,
  type Failure,
  type JsonObject,
  type PageMessage,
  type PageMeta,
  type Run,
  type PageId,
} from '@twl/contracts';
import type { Credential } from '../storage/credential-store';
import type { FieldChange, ContractUpdate } from '../storage/contract-notes';
import type { PageEntry } from '../storage/page-ledger';
import type { Commit, RecordOrder, RecordWrite, Version } from '../storage/record-store';
import type { Lease } from '../runs/lease-store';
import type { BeginRun } from '../runs/run-store';

/** When everything happens that was not told a time. */
export const someTime = '2026-01-31T12:00:00.000Z';

/** Where a page lies in the raw zone by the layout that the pipeline uses. */
export const makeRawKey = (ref: { source?: string; stream?: string; at?: string; runSeq?: number; pageIndex?: number } = {}): string => {
  const { source = 'shop', stream = 'orders', at = someTime, runSeq = 1, pageIndex = 0 } = ref;
  const stamp = at.replace(/[-:.]/g, '');
  const number = (value: number) => String(value).padStart(6, '0');
  return `raw/source=${source}/stream=${stream}/date=${at.slice(0, 10)}/${stamp}-${number(runSeq)}-${number(pageIndex)}.json.gz`;
};

/** What is known of a stored page. */
export const makePageMeta = (given: Partial<PageMeta> = {}): PageMeta => ({
  v: 2,
  source: 'shop',
  stream: 'orders',
  runId: 'run-1',
  runSeq: 1,
  pageIndex: 0,
  trigger: 'schedule',
  partition: {},
  interval: {},
  fetchedAt: someTime,
  request: { method: 'GET', url: 'https://shop.example/orders' },
  status: 200,
  headers: { 'content-type': 'application/json' },
  contentType: 'application/json',
  sha256: '0'.repeat(64),
  bytes: 0,
  manifest: 'sha256:1',
  ...given,
});

/** A pointer to a stored page. */
export const makeMessage = (given: Partial<PageMessage> = {}): PageMessage => ({
  v: 2,
  source: 'shop',
  stream: 'orders',
  runId: 'run-1',
  runSeq: 1,
  pageIndex: 0,
  key: makeRawKey(),
  sha256: '0'.repeat(64),
  bytes: 2,
  fetchedAt: someTime,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ...given,
});

/** A finished run as everybody sees it. */
export const makeRun = (given: Partial<Run> = {}): Run => ({
  id: 'run-1',
  source: 'shop',
  stream: 'orders',
  seq: 1,
  trigger: 'schedule',
  state: 'succeeded',
  startedAt: someTime,
  finishedAt: someTime,
  pages: 1,
  bytes: 2,
  counts: noCounts(),
  ...given,
});

/** A request to start a run, with a lease of a minute. */
export const makeBegin = (given: Partial<BeginRun> = {}): BeginRun => ({
  id: 'run-1',
  source: 'shop',
  stream: 'orders',
  trigger: 'schedule',
  at: someTime,
  owner: 'worker-1',
  leaseMs: 60_000,
  ...given,
});

/** A place in the order of observations. */
export const makeOrder = (given: Partial<RecordOrder> = {}): RecordOrder => ({
  cursor: null,
  runSeq: 1,
  pageIndex: 0,
  itemIndex: 0,
  ...given,
});

/** One content of a record. */
export const makeVersion = (given: Partial<Version> = {}): Version => ({
  order: makeOrder(),
  at: someTime,
  rawRef: { key: makeRawKey(), itemIndex: 0, runId: 'run-1' },
  fingerprint: 'md5:d41d8cd98f00b204e9800998ecf8427e',
  title: 'an order',
  occurredAt: null,
  data: { id: 1 },
  seen: [],
  ...given,
});

/** A curated record; its id follows from source, stream and key. */
export const makeRecord = (given: Partial<CuratedRecord> = {}): CuratedRecord => {
  const { source = 'shop', stream = 'orders', key = '1' } = given;
  const data: JsonObject = { id: key };
  return {
    id: recordId({ source, stream }, key),
    source,
    stream,
    key,
    occurredAt: someTime,
    firstSeenAt: someTime,
    updatedAt: someTime,
    version: 1,
    fingerprint: 'md5:d41d8cd98f00b204e9800998ecf8427e',
    title: `order ${key}`,
    data,
    rawRef: { key: makeRawKey({ source, stream }), itemIndex: 0, runId: 'run-1' },
    ...given,
  };
};

/** The write of a record that does not exist yet, or at `expected` of one that does; its content is what the record shows. */
export const makeWrite = (
  given: Partial<CuratedRecord> = {},
  more: { expected?: number | null; content?: Partial<Version>; versions?: RecordWrite['versions'] } = {},
): RecordWrite => {
  const { data, title, fingerprint } = more.content ?? {};
  const record = makeRecord({ ...(data && { data }), ...(title && { title }), ...(fingerprint && { fingerprint }), ...given });
  const { rawRef, updatedAt: at } = record;
  const shown = { data: record.data, title: record.title, fingerprint: record.fingerprint };
  const content = makeVersion({ at, rawRef, ...more.content, ...shown });
  return { record, content, expected: more.expected ?? null, versions: more.versions ?? [] };
};

/** A page as it is entered under a lease. */
export const makePage = (lease: Lease, given: Partial<PageEntry> = {}): Omit<PageEntry, 'status' | 'next' | 'counts'> => {
  const { fetchedAt = someTime } = given;
  const id = pageIdOf({ ...lease, pageIndex: given.pageIndex ?? 0 });
  const key = makeRawKey({ ...id, at: fetchedAt });
  return { ...id, key, sha256: '0'.repeat(64), bytes: 2, fetchedAt, ...given };
};

/** A step that applies the writes as the whole page, each counted as new or changed by its `expected`. */
export const makeCommit = (page: PageId, writes: RecordWrite[] = [], given: Partial<Commit> = {}): Commit => {
  const failures = given.failures ?? [];
  const fresh = writes.filter((write) => write.expected === null).length;
  const fetched = writes.length + failures.length;
  return {
    page: pageIdOf(page),
    from: 0,
    to: fetched,
    done: true,
    writes,
    failures,
    counts: { ...noCounts(), fetched, new: fresh, changed: writes.length - fresh, quarantined: failures.length },
    at: someTime,
    ...given,
  };
};

/** A refused record. */
export const makeFailure = (given: Partial<Failure> = {}): Failure => ({
  id: 'failure-1',
  kind: 'record',
  status: 'open',
  source: 'shop',
  stream: 'orders',
  runId: 'run-1',
  runSeq: 1,
  pageIndex: 0,
  reason: 'KEY_MISSING',
  detail: 'the field id is missing',
  pointer: '/3',
  rawRef: { key: makeRawKey(), itemIndex: 3, runId: 'run-1' },
  data: { name: 'no id' },
  attempts: 1,
  at: someTime,
  ...given,
});

/** What a page taught: a new field, if nothing else is told. */
export const makeContractUpdate = (
  page: PageId,
  changes: Partial<FieldChange>[] = [{}],
  given: Partial<ContractUpdate> = {},
): ContractUpdate => ({
  page,
  key: makeRawKey(page),
  at: someTime,
  changes: changes.map((one) => ({
    field: 'price',
    change: 'added',
    types: ['number'],
    before: [],
    always: true,
    policy: 'evolve',
    ...one,
  })),
  ...given,
});

/** An action as it was written down. */
export const makeAuditEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 'entry-1',
  at: someTime,
  who: 'ada',
  identity: 'stated',
  action: 'redrive',
  target: 'failure-1',
  why: 'the manifest is corrected',
  result: 'applied as new',
  ...given,
});

/** An API key that was never used. */
export const makeCredential = (given: Partial<Credential> = {}): Credential => ({
  id: 'k1',
  kind: 'key',
  hash: '0'.repeat(64),
  name: 'nightly-export',
  identity: 'api-key',
  role: 'viewer',
  sources: null,
  createdAt: someTime,
  createdBy: 'ada',
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  parent: null,
  ...given,
});

/** A late source whose alert fires, before it is stored. */
export const makeAlert = (given: Partial<StoredAlert> = {}): StoredAlert => ({
  id: 'late:shop',
  rule: 'late',
  severity: 'warning',
  target: 'shop',
  source: 'shop',
  state: 'firing',
  since: someTime,
  firedAt: someTime,
  change: 1,
  evidence: { summary: 'shop is late', cause: 'its runs take too long', run: null, samples: [], actions: [] },
  notices: [],
  runbook: '/runbooks/late.md',
  revision: 0,
  ...given,
});
