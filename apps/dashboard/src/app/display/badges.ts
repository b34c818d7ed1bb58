import type { Activity, Drift, Failure, Freshness, RunState } from '@twl/contracts';
import type { Badge } from './status-badge';

/** Badges of freshness. */
export const freshnessBadges: Record<Freshness, Badge> = {
  fresh: { label: 'Fresh', tone: 'ok', icon: 'check', meaning: 'The last finished run was good and is within the schedule' },
  partial: { label: 'Partial', tone: 'warn', icon: 'alert', meaning: 'Some records are refused; the rest are up to date' },
  late: { label: 'Late', tone: 'warn', icon: 'clock', meaning: 'The last good run is older than the schedule allows' },
  stale: { label: 'Stale', tone: 'bad', icon: 'alert', meaning: 'The last good run is more than two schedules old' },
  failing: {
    label: 'Failing',
    tone: 'bad',
    icon: 'cross',
    meaning: 'The last finished run failed, or refused more than a fifth of its records',
  },
  invalid: { label: 'Invalid', tone: 'bad', icon: 'cross', meaning: 'A file of the source has problems: it cannot run' },
  paused: { label: 'Paused', tone: 'muted', icon: 'pause', meaning: 'The source is switched off' },
  never: { label: 'Never ran', tone: 'muted', icon: 'dash', meaning: 'No run has succeeded yet' },
  removed: { label: 'Removed', tone: 'muted', icon: 'dash', meaning: 'It is no longer declared; its stored data is still here' },
};

/** Badges of the activity of a source; none while it is idle. */
export const activityBadges: Record<Activity, Badge | undefined> = {
  idle: undefined,
  running: { label: 'Running', tone: 'info', icon: 'refresh', meaning: 'A run is under way' },
  waiting: { label: 'Waiting', tone: 'info', icon: 'clock', meaning: 'The source asked to wait; the run resumes by itself' },
};

/** Badges of the state of a run. */
export const runStateBadges: Record<RunState, Badge> = {
  running: { label: 'Running', tone: 'info', icon: 'refresh', meaning: 'Pages are being fetched or applied' },
  succeeded: { label: 'Succeeded', tone: 'ok', icon: 'check', meaning: 'All records were stored or filtered' },
  partial: { label: 'Partial', tone: 'warn', icon: 'alert', meaning: 'Some records were refused; the rest are stored' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'The run could not be completed' },
  not_modified: { label: 'Not modified', tone: 'ok', icon: 'dash', meaning: 'Nothing changed at the source; nothing was written' },
  suspect: { label: 'Suspect', tone: 'warn', icon: 'alert', meaning: 'The response looks wrong: check it' },
  stalled: {
    label: 'Stalled',
    tone: 'warn',
    icon: 'pause',
    meaning: 'Paging did not advance, or a limit was reached; what was stored is kept',
  },
  deferred: { label: 'Deferred', tone: 'info', icon: 'clock', meaning: 'The source asked to wait; the run resumes by itself' },
  skipped_overlap: { label: 'Skipped', tone: 'muted', icon: 'dash', meaning: 'The previous run was not closed yet' },
  cancelled: { label: 'Cancelled', tone: 'muted', icon: 'cross', meaning: 'A person stopped the run' },
};

/** Badges of the status of a failure. */
export const failureStatusBadges: Record<Failure['status'], Badge> = {
  open: { label: 'Open', tone: 'bad', icon: 'alert', meaning: 'No action was taken yet' },
  resolved: { label: 'Resolved', tone: 'ok', icon: 'check', meaning: 'It was applied later' },
  superseded: { label: 'Superseded', tone: 'muted', icon: 'dash', meaning: 'A later run brought the same record, refused again or well' },
  discarded: { label: 'Discarded', tone: 'muted', icon: 'cross', meaning: 'A person discarded it' },
};

/** Badges of the status of a changed field. */
export const driftBadges: Record<Drift['status'], Badge> = {
  evolved: { label: 'Accepted automatically', tone: 'info', icon: 'check', meaning: 'The data contract of the stream allows it' },
  refused: { label: 'Held back', tone: 'warn', icon: 'alert', meaning: 'Records with it are refused until a person accepts it' },
  accepted: { label: 'Accepted', tone: 'ok', icon: 'check', meaning: 'It was held back, and a person accepted it later' },
};

/** The badge of a value, also of one that is newer than this page. */
export const badgeOf = (badges: Partial<Record<string, Badge>>, word: string): Badge =>
  badges[word] ?? { label: word, tone: 'muted', icon: 'dash', meaning: word };
