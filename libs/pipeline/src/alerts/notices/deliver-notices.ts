import type { AlertNotice } from '@twl/contracts';
import { errorText } from '@twl/json';
import type { AlertChannel, AlertStore, Clock, Log, StoredAlert } from '@twl/ports';
import { messageOf } from './alert-message';
import { claimNotice, failedNotice, isDue, sentNotice } from './notice-plan';

/** Ports and settings for delivering notices. */
export interface DeliveryPorts {
  alerts: AlertStore;
  clock: Clock;
  log: Log;
  channels: readonly AlertChannel[];
  /** Address of the dashboard, for links. */
  url: string;
}

/**
 * Sends the notices of an alert that are due. Each is claimed by a write before it is sent, so that of several processes one sends it. A
 * process that ends between sending a notice and writing that down leaves a claim, and the notice is sent again with the same id.
 */
export const deliverNotices = async (ports: DeliveryPorts, alert: StoredAlert): Promise<void> => {
  const now = ports.clock.now();
  const known = new Set(ports.channels.map(({ name }) => name));
  const due = alert.notices.filter((notice) => known.has(notice.channel) && isDue(notice, now));
  if (due.length === 0) return;
  const notices = alert.notices.map((notice) => (due.includes(notice) ? claimNotice(notice, now) : notice));
  const claimed = await ports.alerts.put({ ...alert, notices });
  if (!claimed) return;
  const names = due.map(({ channel }) => channel);
  const sent = claimed.notices.filter(({ channel }) => names.includes(channel));
  const ended = await Promise.all(sent.map((notice) => sendNotice(ports, claimed, notice)));
  await storeEnded(ports, claimed, ended);
};

const sendNotice = async (ports: DeliveryPorts, alert: StoredAlert, notice: AlertNotice): Promise<AlertNotice> => {
  const { clock, log, url } = ports;
  const channel = ports.channels.find(({ name }) => name === notice.channel);
  const fields = { alert: alert.id, channel: notice.channel, change: notice.change };
  try {
    await channel?.send(`${alert.id}:${notice.change}`, messageOf(alert, url));
    log.info('alert.notified', fields);
    return sentNotice(notice, clock.now());
  } catch (error) {
    log.error('alert.notice_failed', error, fields);
    return failedNotice(notice, errorText(error), { now: clock.now(), since: Date.parse(alert.since) });
  }
};

/** Stores what came of notices, also if the alert changed meanwhile; a notice about a newer change stays as it is. */
const storeEnded = async ({ alerts }: DeliveryPorts, sent: StoredAlert, ended: readonly AlertNotice[]): Promise<void> => {
  for (let alert: StoredAlert | undefined = sent; alert; alert = await alerts.get(sent.id)) {
    const notices = alert.notices.map((notice) => {
      const end = ended.find(({ channel }) => channel === notice.channel);
      if (!end) return notice;
      return end.change === notice.change ? end : { ...notice, notifiedAt: end.notifiedAt };
    });
    if (await alerts.put({ ...alert, notices })) return;
  }
};
