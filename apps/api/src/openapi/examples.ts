import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleAudit, exampleDiff, exampleDiscard, exampleRedrive, exampleRedrives, exampleReplay } from './action-examples';
import { exampleAccepted, exampleContract, exampleDrift } from './contract-examples';
import {
  exampleAnalytics,
  exampleFailure,
  exampleRawView,
  exampleRecord,
  exampleRun,
  exampleDecided,
  exampleSource,
  exampleVersions,
} from './example-data';

const listed = (...items: unknown[]) => ({ items, page: { limit: 50, next: null } });

/** An answer of each operation, by its id. */
export const examples: Readonly<Record<string, unknown>> = {
  listRecords: listed(exampleRecord),
  getRecord: exampleRecord,
  getRecordRaw: exampleRawView,
  listRecordVersions: listed(...exampleVersions),
  diffRecordVersions: exampleDiff,
  getAnalytics: exampleAnalytics,
  listSources: listed(exampleSource),
  getSource: exampleSource,
  runSource: { runs: [{ id: 'jsonplaceholder.posts.20260131T120000000Z-0f3k2l91x8r7aa', source: 'jsonplaceholder', stream: 'posts' }] },
  listRuns: listed(exampleRun),
  getRun: exampleRun,
  confirmRunDeletions: exampleDecided,
  undoRunDeletions: { ...exampleDecided, deletions: { ...exampleDecided.deletions, state: 'undoing' } },
  listFailures: listed(exampleFailure),
  getFailure: exampleFailure,
  redriveFailure: exampleRedrive,
  redriveFailures: exampleRedrives,
  getRedrives: exampleRedrives,
  discardFailure: exampleDiscard,
  listDrift: listed(exampleDrift),
  getContract: exampleContract,
  acceptChanges: exampleAccepted,
  replaySource: { replays: [exampleReplay] },
  getReplay: exampleReplay,
  listAudit: listed(exampleAudit),
  getLive: { status: 'ok' },
  getReady: { status: 'ready', checks: { storage: 'ok', queue: 'ok', sources: 'ok' }, sources: { total: 2, invalid: 0 } },
};

/** Puts the examples into the answers of a document. */
export function addExamples(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post]) {
      const example = operation?.operationId === undefined ? undefined : examples[operation.operationId];
      for (const status of example === undefined ? [] : ['200', '202']) {
        const answer = operation?.responses[status];
        const content = answer && 'content' in answer ? answer.content?.['application/json'] : undefined;
        if (content) content.example = example;
      }
    }
  }
  return document;
}
