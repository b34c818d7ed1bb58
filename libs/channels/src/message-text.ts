import type { AlertMessage } from '@twl/contracts';

const labels = { 'alert.firing': 'Firing', 'alert.resolved': 'Resolved', 'alert.test': 'Test' } as const;

/** Returns the subject of a message: one line. */
export const subjectOf = ({ type, data }: AlertMessage): string =>
  `[TWL] ${labels[type]}: ${data.rule} ${data.evidence.summary}`.replace(/[\r\n]+/g, ' ').slice(0, 250);

/** Returns a message as plain text, with its evidence and links. */
export const textOf = ({ type, timestamp, data }: AlertMessage): string => {
  const { rule, severity, firedAt, evidence, links } = data;
  const { summary, cause, run, samples, actions } = evidence;
  const since = type === 'alert.resolved' ? `Fired at ${firedAt}, resolved at ${timestamp}` : `Since ${timestamp}`;
  const base = links.alert.slice(0, links.alert.indexOf('/alerts/'));
  const at = (path: string | null): string => (path === null ? '' : ` ${base}${path}`);
  const lines = [
    `${labels[type]}: ${summary}`,
    `Rule ${rule}, ${severity}. ${since}.`,
    '',
    `Likely cause: ${cause}`,
    ...(run ? [`Run: #${run.seq} of ${run.source}.${run.stream} ${run.state}, ${run.counts}`] : []),
    ...samples.map(({ text, path }) => `- ${text}${at(path)}`),
    '',
    'What to do:',
    ...actions.map(({ text, path, command }) => `- ${text}:${command === null ? '' : ` ${command}`}${at(path)}`),
    `- Runbook: ${links.runbook}`,
    `- Alert: ${links.alert}`,
  ];
  return `${lines.join('\n')}\n`;
};
