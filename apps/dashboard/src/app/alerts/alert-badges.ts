import type { Alert, AlertNotice, AlertRule } from '@twl/contracts';
import type { Badge } from '../display/status-badge';

/** Names of the rules. */
export const ruleNames: Record<AlertRule, string> = {
  failing: 'Runs fail',
  late: 'Late',
  stale: 'Stale',
  suspect: 'Suspect run',
  drift: 'Fields changed',
  failures: 'Records refused',
  'dead-letters': 'Messages given up',
  'queue-age': 'Queue waits',
  'disk-space': 'Disk nearly full',
  cost: 'Cost over budget',
  'channel-down': 'Channel down',
  test: 'Test',
};

/** The badge of an alert by its state and severity. */
export const alertBadge = ({ state, severity }: Pick<Alert, 'state' | 'severity'>): Badge => {
  if (state === 'resolved') return { label: 'Resolved', tone: 'ok', icon: 'check', meaning: 'Its condition does not hold any more' };
  if (severity === 'critical')
    return { label: 'Critical', tone: 'bad', icon: 'alert', meaning: 'It fires: data is missing or out of date' };
  if (severity === 'warning') return { label: 'Warning', tone: 'warn', icon: 'alert', meaning: 'It fires: something needs a look' };
  return { label: 'Info', tone: 'info', icon: 'clock', meaning: 'It is being sent' };
};

/** Badges of the state of a notice. */
export const noticeBadges: Record<AlertNotice['state'], Badge> = {
  waiting: { label: 'Waiting', tone: 'warn', icon: 'clock', meaning: 'It is sent, or sent again, at that time' },
  sending: { label: 'Sending', tone: 'info', icon: 'refresh', meaning: 'A process sends it now' },
  sent: { label: 'Sent', tone: 'ok', icon: 'check', meaning: 'The channel took it' },
  'given-up': { label: 'Given up', tone: 'bad', icon: 'cross', meaning: 'The channel failed for a day' },
};
