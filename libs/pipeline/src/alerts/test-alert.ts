import type { StoredAlert } from '@twl/ports';

/** Returns the alert of a test over channels, with a waiting notice for each. @param now ms since 1970 */
export const testAlertOf = (known: StoredAlert | undefined, channels: readonly string[], now: number): StoredAlert => {
  const at = new Date(now).toISOString();
  const change = (known?.change ?? 0) + 1;
  return {
    ...{ id: 'test:channels', rule: 'test', severity: 'info', target: 'channels', source: null },
    ...{ state: 'firing', since: at, firedAt: at, change },
    evidence: {
      summary: 'this is a test: nothing is wrong',
      cause: 'a person asked for it',
      run: null,
      samples: [],
      actions: [{ text: 'see the alerts', path: '/alerts', command: 'twl alerts' }],
    },
    notices: channels.map((channel) => ({ channel, change, state: 'waiting', attempts: 0, at, notifiedAt: null, error: null })),
    runbook: '/runbooks/test.md',
    revision: known?.revision ?? 0,
  };
};

/** Returns the alert of a test that is over; undefined if a notice is still to be sent. @param channels names of those that exist */
export const endedTest = (alert: StoredAlert, channels: readonly string[], at: string): StoredAlert | undefined => {
  const notices = alert.notices.map((notice) =>
    channels.includes(notice.channel) ? notice : { ...notice, state: 'given-up' as const, error: 'there is no such channel' },
  );
  const isOver = notices.every(({ state }) => state === 'sent' || state === 'given-up');
  return isOver ? { ...alert, notices, state: 'resolved', since: at } : undefined;
};
