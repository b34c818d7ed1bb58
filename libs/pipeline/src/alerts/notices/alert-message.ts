import type { AlertMessage } from '@twl/contracts';
import { publicAlert, type StoredAlert } from '@twl/ports';

/** Returns what a channel delivers about the newest change of an alert. @param url address of the dashboard */
export const messageOf = (alert: StoredAlert, url: string): AlertMessage => {
  const { notices: _, ...data } = publicAlert(alert);
  const base = url.replace(/\/$/, '');
  const type = alert.rule === 'test' ? 'alert.test' : (`alert.${alert.state}` as const);
  const links = { alert: `${base}/alerts/${encodeURIComponent(alert.id)}`, runbook: `${base}${alert.runbook}` };
  return { type, timestamp: alert.since, data: { ...data, links } };
};
