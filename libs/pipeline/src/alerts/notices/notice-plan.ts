import type { AlertNotice } from '@twl/contracts';
import type { AlertChannel, StoredAlert } from '@twl/ports';

/** When notices are sent. Times are ms since 1970. */
export interface NoticeTiming {
  now: number;
  /** Time after a notice in which its channel hears of no new firing of the same alert, ms. */
  quietMs: number;
}

const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Pauses after a failed attempt; the last one repeats. */
const pausesMs = [10 * second, 30 * second, minute, 5 * minute, 15 * minute, 30 * minute, hour];

/** Time after which a notice is given up, ms. */
const giveUpMs = 24 * hour;

/** How long a process may take to send a notice before another one may do it, ms. */
const claimMs = 2 * minute;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Returns the notices of an alert that fires now. */
export const noticesOfFiring = (alert: StoredAlert, channels: readonly AlertChannel[], { now, quietMs }: NoticeTiming): AlertNotice[] =>
  channels
    .filter((channel) => channel.accepts(alert))
    .map(({ name }) => {
      const { notifiedAt = null } = alert.notices.find(({ channel }) => channel === name) ?? {};
      const at = Math.max(now, notifiedAt === null ? now : Date.parse(notifiedAt) + quietMs);
      return { channel: name, change: alert.change, state: 'waiting', attempts: 0, at: iso(at), notifiedAt, error: null };
    });

/** Returns the notices of an alert that is resolved now. A channel that did not hear of the firing because of the quiet time hears nothing. */
export const noticesOfResolved = (alert: StoredAlert, { now }: Pick<NoticeTiming, 'now'>): AlertNotice[] =>
  alert.notices.map((notice) => {
    const { state, attempts, at, notifiedAt } = notice;
    const isQuiet = notifiedAt !== null && state === 'waiting' && attempts === 0 && at > alert.firedAt;
    if (isQuiet) return { ...notice, state: 'sent', at: notifiedAt };
    return { ...notice, change: alert.change, state: 'waiting', attempts: 0, at: iso(now), error: null };
  });

/** Whether a notice is to be sent now. One that a process is sending is, once that process must have ended. */
export const isDue = ({ state, at }: AlertNotice, now: number): boolean =>
  (state === 'waiting' || state === 'sending') && Date.parse(at) <= now;

/** Returns a notice that this process is about to send. */
export const claimNotice = (notice: AlertNotice, now: number): AlertNotice => ({
  ...notice,
  state: 'sending',
  attempts: notice.attempts + 1,
  at: iso(now + claimMs),
});

/** Returns a notice that was sent. */
export const sentNotice = (notice: AlertNotice, now: number): AlertNotice => ({
  ...notice,
  state: 'sent',
  at: iso(now),
  notifiedAt: iso(now),
  error: null,
});

/** Returns a notice whose attempt failed: with the time of the next one, or given up. */
export const failedNotice = (notice: AlertNotice, error: string, { now, since }: { now: number; since: number }): AlertNotice => {
  if (now - since >= giveUpMs) return { ...notice, state: 'given-up', at: iso(now), error };
  const pause = pausesMs[Math.min(notice.attempts, pausesMs.length) - 1] ?? hour;
  return { ...notice, state: 'waiting', at: iso(now + pause), error };
};
