import type { ApiKey, AuditEntry, Change, Export, Failure, FailureGroup, Session } from '@twl/contracts';
import type * as z from 'zod';
import type { Discards, discardSchema, Redrives, redriveSchema } from '../failures/failure-actions.dto';
import type { versionDiffSchema } from '../records/record-views.dto';
import type { Replay } from '../views/replay';
import { exampleFailure, exampleRecord } from './example-data';

const at = '2026-01-31T12:30:00.000Z';

const closed = (status: Failure['status']): Failure => ({ ...exampleFailure, status });

export const exampleRedrive: z.infer<typeof redriveSchema> = { kind: 'applied', outcome: 'new', failure: closed('resolved') };

export const exampleDiscard: z.infer<typeof discardSchema> = { kind: 'discarded', failure: closed('discarded') };

export const exampleRedrives: Redrives = {
  id: 'redrives-20260131T123000000Z-0f3k2l91x8r7aa',
  dryRun: false,
  state: 'done',
  startedAt: at,
  finishedAt: at,
  matched: 1,
  more: false,
  done: 1,
  results: [{ id: exampleFailure.id, kind: 'applied', outcome: 'new' }],
};

export const exampleDiscards: Discards = {
  ...{ ...exampleRedrives, id: 'discards-20260131T123000000Z-0f3k2l91x8r7aa' },
  results: [{ id: exampleFailure.id, kind: 'discarded', status: 'discarded' }],
};

export const exampleGroup: FailureGroup = {
  ...{ id: 'Y0ZfLq3yXw1c', source: exampleFailure.source, stream: exampleFailure.stream, reason: exampleFailure.reason },
  ...{ problem: '/*: the primary key id is missing', count: 3, first: at, last: at, trend: [0, 0, 0, 0, 1, 0, 2], sample: exampleFailure },
};

export const exampleReplay: Replay = {
  id: 'replay-20260131T123000000Z-1v8d0q3m5n2bb',
  source: 'jsonplaceholder',
  stream: 'posts',
  dryRun: true,
  state: 'done',
  startedAt: at,
  finishedAt: at,
  progress: { done: 84, total: 84 },
  result: {
    ...{ pages: 84, chosen: 84, new: 1, changed: 0, unchanged: 100, removed: 0, lost: 0, quarantined: 0, holes: [] },
    samples: [{ id: 'jsonplaceholder.posts.101', kind: 'new', changes: [{ op: 'add', path: '/title', after: 'no id' }] }],
  },
};

export const exampleExport: Export = {
  id: 'export-20260131T123000000Z-1v8d0q3m5n2bb',
  format: 'parquet',
  query: 'source=jsonplaceholder',
  state: 'done',
  startedAt: at,
  finishedAt: at,
  progress: { done: 100 },
  file: { href: '/api/exports/export-20260131T123000000Z-1v8d0q3m5n2bb/file', bytes: 21_414, expiresAt: '2026-02-01T12:30:00.000Z' },
};

export const exampleChange: Change = {
  id: '4711.0.815.0',
  kind: 'changed',
  ...{ source: exampleRecord.source, stream: exampleRecord.stream, at, recordId: exampleRecord.id, version: exampleRecord.version },
  record: exampleRecord,
};

export const exampleAudit: AuditEntry = {
  id: '20260131T123000000Z-0f3k2l91x8r7aa',
  at,
  who: 'ada',
  identity: 'stated',
  action: 'redrive',
  target: exampleFailure.id,
  why: 'the manifest takes the key from another field now',
  result: 'applied as new',
};

export const exampleDiff: z.infer<typeof versionDiffSchema> = {
  id: exampleRecord.id,
  from: 1,
  to: 2,
  changes: [{ op: 'replace', path: '/data/title', before: 'qui est', after: 'qui est esse' }],
};

export const exampleKey: ApiKey = {
  id: 'k3f9w0zq1x8r7ab',
  name: 'nightly-export',
  role: 'viewer',
  sources: ['jsonplaceholder'],
  createdAt: at,
  createdBy: 'ada',
  expiresAt: '2026-05-01T12:30:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
};

export const exampleSession: Session = {
  caller: { name: 'ada@example.com (8c1f)', identity: 'oidc', role: 'operator', sources: null },
  signIn: { byKey: true, byIssuer: true },
  readOnly: false,
};
