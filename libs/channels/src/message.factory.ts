import type { AlertMessage } from '@twl/contracts';

const at = '2026-01-31T12:00:00.000Z';

/** A message whose texts try to be something else: a header, markup. */
export const exampleMessage: AlertMessage = {
  type: 'alert.firing',
  timestamp: at,
  data: {
    ...{ id: 'failing:shop', rule: 'failing', severity: 'critical', target: 'shop', source: 'shop', state: 'firing' },
    ...{ since: at, firedAt: at, change: 3, runbook: '/runbooks/failing.md' },
    evidence: {
      summary: 'shop: the last 3 runs of orders failed\r\nBcc: everybody@example.com',
      cause: 'the source itself fails <now> & then',
      run: {
        id: 'run-9',
        source: 'shop',
        stream: 'orders',
        seq: 9,
        state: 'failed',
        startedAt: at,
        reason: 'HTTP 503',
        counts: '0 fetched = 0',
      },
      samples: [{ text: 'run #9 failed: HTTP 503', path: '/runs/run-9' }],
      actions: [{ text: 'run the source now', path: '/', command: 'twl run shop' }],
    },
    links: { alert: 'https://twl.example/alerts/failing%3Ashop', runbook: 'https://twl.example/runbooks/failing.md' },
  },
};
