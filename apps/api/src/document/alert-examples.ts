import type { Alert } from '@twl/contracts';
import { exampleFailure, exampleRun } from './example-data';

const at = '2026-01-31T12:30:00.000Z';

export const exampleAlert: Alert = {
  id: 'failures:jsonplaceholder',
  rule: 'failures',
  severity: 'warning',
  target: 'jsonplaceholder',
  source: 'jsonplaceholder',
  state: 'firing',
  since: at,
  firedAt: at,
  change: 1,
  evidence: {
    summary: 'jsonplaceholder: 9 of 100 records of posts were refused (9 %)',
    cause: 'records lack their primary key: the source renamed or dropped the field (KEY_MISSING)',
    run: {
      ...{ id: exampleRun.id, source: exampleRun.source, stream: exampleRun.stream, seq: exampleRun.seq },
      ...{ state: 'partial', startedAt: exampleRun.startedAt, reason: null },
      counts: '100 fetched = 91 unchanged + 9 quarantined',
    },
    samples: [
      {
        text: `jsonplaceholder.posts ${exampleFailure.reason} at ${exampleFailure.pointer}: ${exampleFailure.detail}`,
        path: '/failures?source=jsonplaceholder&stream=posts&status=open',
      },
    ],
    actions: [
      {
        text: 'redrive the failures once the cause is mended',
        path: '/failures?source=jsonplaceholder&stream=posts&status=open',
        command: 'twl failures redrive --all --source jsonplaceholder --stream posts',
      },
    ],
  },
  notices: [{ channel: 'chat', change: 1, state: 'sent', attempts: 1, at, notifiedAt: at, error: null }],
  runbook: '/runbooks/failures.md',
};

export const exampleAlertTest: Alert = {
  ...exampleAlert,
  id: 'test:channels',
  rule: 'test',
  severity: 'info',
  target: 'channels',
  source: null,
  evidence: {
    summary: 'this is a test: nothing is wrong',
    cause: 'a person asked for it',
    run: null,
    samples: [],
    actions: [{ text: 'see the alerts', path: '/alerts', command: 'twl alerts' }],
  },
  notices: [{ channel: 'chat', change: 1, state: 'waiting', attempts: 0, at, notifiedAt: null, error: null }],
  runbook: '/runbooks/test.md',
};
