import type { Alert, AlertNotice } from '@twl/contracts';
import { paint } from '../output/paint';

const stateText = ({ state, severity }: Alert): string => {
  if (state === 'resolved') return paint.green('resolved');
  return severity === 'critical' ? paint.red('firing') : paint.yellow('firing');
};

/** Formats an alert on one line. */
export const alertLine = (alert: Alert): string =>
  `${stateText(alert)} ${paint.bold(alert.id)} ${alert.evidence.summary} ${paint.dim(`(since ${alert.since})`)}`;

/** Formats a notice on one line. */
export const noticeLine = ({ channel, state, attempts, error, at }: AlertNotice): string => {
  const painted = state === 'sent' ? paint.green(state) : paint.red(state);
  const failed = error === null ? '' : `: ${error}`;
  return `${paint.bold(channel)} ${painted} ${paint.dim(`at ${at}, attempt ${attempts}`)}${failed}`;
};

/** Formats an alert with its evidence, one fact per line. */
export const alertText = (alert: Alert): string => {
  const { rule, severity, evidence, notices, runbook, firedAt } = alert;
  const { cause, run, samples, actions } = evidence;
  const lines = [
    alertLine(alert),
    `  rule     ${rule}, ${severity}, fired at ${firedAt}`,
    `  cause    ${cause}`,
    ...(run ? [`  run      #${run.seq} ${run.state} ${run.id}`, `  counts   ${run.counts}`] : []),
    ...samples.map(({ text }) => `  sample   ${text}`),
    ...actions.map(({ text, command }) => `  do       ${text}${command === null ? '' : `: ${paint.cyan(command)}`}`),
    `  runbook  docs${runbook}`,
    ...notices.map((notice) => `  notice   ${noticeLine(notice)}`),
  ];
  return `${lines.join('\n')}\n`;
};
