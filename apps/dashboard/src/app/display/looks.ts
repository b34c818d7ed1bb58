import type { Activity, Drift, Failure, Freshness, RunState } from '@twl/contracts';
import type { Badge } from './status-badge';

/** How freshness is shown. */
export const freshnessLooks: Record<Freshness, Badge> = {
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
  never: { label: 'Never ran', tone: 'muted', icon: 'dash', meaning: 'No run has finished well yet' },
  removed: { label: 'Removed', tone: 'muted', icon: 'dash', meaning: 'It is no longer declared; what was stored is still here' },
};

/** How what a source does is shown, beside how it is; nothing while it does nothing. */
export const activityLooks: Record<Activity, Badge | undefined> = {
  idle: undefined,
  running: { label: 'Running', tone: 'info', icon: 'refresh', meaning: 'A run is under way' },
  waiting: { label: 'Waiting', tone: 'info', icon: 'clock', meaning: 'The source asked to wait; the run resumes by itself' },
};

/** How the state of a run is shown. */
export const runStateLooks: Record<RunState, Badge> = {
  running: { label: 'Running', tone: 'info', icon: 'refresh', meaning: 'Pages are being fetched or applied' },
  succeeded: { label: 'Succeeded', tone: 'ok', icon: 'check', meaning: 'Every record has its place' },
  partial: { label: 'Partial', tone: 'warn', icon: 'alert', meaning: 'Some records were refused; the rest are stored' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'The run could not be completed' },
  not_modified: { label: 'Not modified', tone: 'ok', icon: 'dash', meaning: 'Nothing changed at the source; nothing was written' },
  suspect: { label: 'Suspect', tone: 'warn', icon: 'alert', meaning: 'The answer looks wrong: check it' },
  stalled: {
    label: 'Stalled',
    tone: 'warn',
    icon: 'pause',
    meaning: 'Paging did not advance, or a limit was reached; what was stored is kept',
  },
  deferred: { label: 'Deferred', tone: 'info', icon: 'clock', meaning: 'The source asked to wait; it goes on by itself' },
  skipped_overlap: { label: 'Skipped', tone: 'muted', icon: 'dash', meaning: 'The run before was not settled yet' },
  cancelled: { label: 'Cancelled', tone: 'muted', icon: 'cross', meaning: 'Somebody stopped the run' },
};

/** How the status of a failure is shown. */
export const failureStatusLooks: Record<Failure['status'], Badge> = {
  open: { label: 'Open', tone: 'bad', icon: 'alert', meaning: 'Nothing was done about it yet' },
  resolved: { label: 'Resolved', tone: 'ok', icon: 'check', meaning: 'It was applied later' },
  superseded: { label: 'Superseded', tone: 'muted', icon: 'dash', meaning: 'A later run brought the same record, refused again or well' },
  discarded: { label: 'Discarded', tone: 'muted', icon: 'cross', meaning: 'Somebody decided to leave it out' },
};

/** How what was done about a change of a field is shown. */
export const driftLooks: Record<Drift['status'], Badge> = {
  evolved: { label: 'Taken in', tone: 'info', icon: 'check', meaning: 'The contract of the stream lets it through' },
  refused: { label: 'Held back', tone: 'warn', icon: 'alert', meaning: 'Records with it are refused until somebody accepts it' },
  accepted: { label: 'Accepted', tone: 'ok', icon: 'check', meaning: 'It was held back, and somebody accepted it since' },
};

/** The look of a word that may be newer than this page. */
export const lookOf = (looks: Partial<Record<string, Badge>>, word: string): Badge =>
  looks[word] ?? { label: word, tone: 'muted', icon: 'dash', meaning: word };
