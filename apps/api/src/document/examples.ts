import type { OpenAPIObject } from '@nestjs/swagger';
import {
  exampleAudit,
  exampleChange,
  exampleDiff,
  exampleDiscard,
  exampleDiscards,
  exampleExport,
  exampleGroup,
  exampleKey,
  exampleSession,
  exampleRedrive,
  exampleRedrives,
  exampleReplay,
} from './action-examples';
import { exampleAlert, exampleAlertTest } from './alert-examples';
import { exampleAccepted, exampleContract, exampleDrift } from './contract-examples';
import {
  exampleAnalytics,
  exampleFailure,
  exampleRawView,
  exampleRecord,
  exampleRun,
  exampleCancelled,
  exampleDecided,
  exampleSource,
  exampleVersions,
} from './example-data';
import { exampleHistory } from './history-example';

const examplePause = { source: 'jsonplaceholder', who: 'ada', why: 'the API is moved on Sunday', at: '2026-01-31T12:30:00.000Z' };

const listOfItems = (...items: unknown[]) => ({ items, page: { limit: 50, next: null } });

/** Example responses by operation id. */
export const examples: Readonly<Record<string, unknown>> = {
  listRecords: listOfItems(exampleRecord),
  getRecord: exampleRecord,
  getRecordRaw: exampleRawView,
  listRecordVersions: listOfItems(...exampleVersions),
  diffRecordVersions: exampleDiff,
  getAnalytics: exampleAnalytics,
  listSources: listOfItems(exampleSource),
  getSource: exampleSource,
  runSource: { runs: [{ id: 'jsonplaceholder.posts.20260131T120000000Z-0f3k2l91x8r7aa', source: 'jsonplaceholder', stream: 'posts' }] },
  pauseSource: { dryRun: false, changed: true, running: [], missed: 0, source: 'jsonplaceholder', pause: examplePause },
  resumeSource: { dryRun: false, changed: true, running: [], missed: 1, source: 'jsonplaceholder', pause: null },
  listRuns: listOfItems(exampleRun),
  getRun: exampleRun,
  cancelRun: { dryRun: false, kind: 'asked', pages: 1, run: exampleCancelled },
  getRunEvents: exampleHistory,
  confirmRunDeletions: exampleDecided,
  undoRunDeletions: { ...exampleDecided, deletions: { ...exampleDecided.deletions, state: 'undoing' } },
  listFailures: listOfItems(exampleFailure),
  getFailure: exampleFailure,
  redriveFailure: exampleRedrive,
  redriveFailures: exampleRedrives,
  getRedrives: exampleRedrives,
  discardFailures: exampleDiscards,
  getDiscards: exampleDiscards,
  listFailureGroups: { items: [exampleGroup], grouped: 3, more: false },
  getFailureGroup: exampleGroup,
  discardFailure: exampleDiscard,
  listDrift: listOfItems(exampleDrift),
  getContract: exampleContract,
  acceptChanges: exampleAccepted,
  replaySource: { replays: [exampleReplay] },
  getReplay: exampleReplay,
  listChanges: { changes: [exampleChange], next: 'eyJ2IjoxfQ', more: false },
  streamChanges: 'event: changed\ndata: {}\n\n',
  createExport: exampleExport,
  getExport: exampleExport,
  getExportFile: [exampleRecord],
  listAudit: listOfItems(exampleAudit),
  listAlerts: listOfItems(exampleAlert),
  getAlert: exampleAlert,
  testAlerts: exampleAlertTest,
  getSession: exampleSession,
  signInByKey: exampleSession,
  signInByCode: exampleSession,
  beginSignIn: { url: 'https://id.example.com/authorize?response_type=code&client_id=twl&state=0f3k' },
  signOut: { signedOut: true, issuerUrl: null },
  listKeys: listOfItems(exampleKey),
  createKey: { key: exampleKey, text: `twl_${exampleKey.id}_${'0'.repeat(50)}` },
  revokeKey: { ...exampleKey, revokedAt: '2026-02-01T08:00:00.000Z' },
  getLive: { status: 'ok' },
  getReady: { status: 'ready', checks: { storage: 'ok', queue: 'ok', sources: 'ok' }, sources: { total: 2, invalid: 0 } },
};

const by = { who: 'ada', why: 'the manifest takes the key from another field now' };

/** Example request bodies by operation id. */
const requestBodies: Readonly<Record<string, unknown>> = {
  runSource: { streams: ['posts'] },
  pauseSource: { who: 'ada', why: 'the API is moved on Sunday' },
  resumeSource: { who: 'ada' },
  cancelRun: { who: 'ada', why: 'the wrong account' },
  confirmRunDeletions: by,
  undoRunDeletions: by,
  redriveFailure: by,
  redriveFailures: { filter: { source: 'jsonplaceholder', reason: 'KEY_MISSING' }, dryRun: false, ...by },
  discardFailures: { filter: { group: 'Y0ZfLq3yXw1c' }, dryRun: false, ...by },
  discardFailure: by,
  acceptChanges: { fields: ['userId'], ...by },
  testAlerts: { channel: 'chat', ...by },
  signInByKey: { key: `twl_${exampleKey.id}_${'0'.repeat(50)}` },
  signInByCode: { code: '2l91x8r7aa', state: '0f3k', iss: 'https://id.example.com' },
  createKey: { name: exampleKey.name, role: exampleKey.role, sources: exampleKey.sources, expiresInDays: 90 },
  revokeKey: { ...by, why: 'it is no longer used' },
  createExport: { format: 'parquet', query: { source: 'jsonplaceholder' } },
  replaySource: { streams: ['posts'], from: '2026-01-31', dryRun: true },
};

/** Adds the examples to the requests and responses of a document. */
export function addExamples(document: OpenAPIObject): OpenAPIObject {
  for (const { get, post } of Object.values(document.paths)) {
    for (const operation of [get, post]) {
      if (operation?.operationId === undefined) continue;
      const { operationId, requestBody, responses } = operation;
      addExample(requestBody, requestBodies[operationId]);
      for (const status of ['200', '201', '202']) addExample(responses[status], examples[operationId]);
    }
  }
  return document;
}

/** Adds an example to JSON content, or to a stream. */
function addExample(to: object | undefined, example: unknown): void {
  const media = to && 'content' in to ? (to.content as Record<string, { example?: unknown }>) : {};
  const content = media['application/json'] ?? media['text/event-stream'];
  if (content && example !== undefined) content.example = example;
}
