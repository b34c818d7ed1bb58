import type { AlertRule, AlertSample, Failure } from '@twl/contracts';
import type { PipelineRuleSettings } from './rule-settings';
import type { RuleFinding } from './finding';
import type { PipelineHealth } from './pipeline-health';

/** A rule about the pipeline: returns what is wrong, if anything. It only looks at its arguments. */
type PipelineRule<Settings> = (health: PipelineHealth, settings: Settings) => RuleFinding | undefined;

const [megabyte, minute, daysPerMonth] = [1024 * 1024, 60_000, 30];

/** Failed attempts of one notice after which its channel counts as down. */
const failedAttempts = 3;

const deadLetters: PipelineRule<object> = ({ dead: { messages, failures } }) => {
  if (messages + failures.length === 0) return undefined;
  return {
    summary: `${messages === 0 ? 'pages' : `${messages} messages`} could not be processed in any attempt`,
    cause: failures[0]?.detail ?? 'the message cannot be read, or its work fails again and again: the log says why',
    samples: failures.map(sampleOfFailure),
    actions: [
      { text: 'see the dead letters', path: '/failures?kind=message&status=open', command: 'twl dead-letters list' },
      {
        text: 'redrive them once the cause is mended',
        path: '/failures?kind=message&status=open',
        command: 'twl dead-letters redrive --all',
      },
    ],
  };
};

/** Describes a failure in one line, without its data. */
export const sampleOfFailure = ({ id, reason, detail, pointer, source, stream }: Failure): AlertSample => ({
  text: `${source}.${stream} ${reason}${pointer ? ` at ${pointer}` : ''}: ${detail}`,
  path: `/failures?${new URLSearchParams({ source, stream, status: 'open' }).toString()}#${encodeURIComponent(id)}`,
});

const queueAge: PipelineRule<{ afterMs: number }> = ({ oldestPage, now }, { afterMs }) => {
  if (!oldestPage || now - Date.parse(oldestPage.fetchedAt) <= afterMs) return undefined;
  const { source, stream, runId, pageIndex, fetchedAt } = oldestPage;
  return {
    summary: `the oldest page waits to be processed since ${fetchedAt}, longer than ${Math.round(afterMs / minute)} minutes`,
    cause: 'no worker processes the queue, or it is slower than the sources: the processing app is stopped, or fails',
    samples: [{ text: `page ${pageIndex} of ${source}.${stream}`, path: `/runs/${encodeURIComponent(runId)}` }],
    actions: [{ text: 'see the run of the page', path: `/runs/${encodeURIComponent(runId)}`, command: 'twl verify' }],
  };
};

const diskSpace: PipelineRule<{ bytes: number }> = ({ space }, { bytes }) => {
  if (!space || space.free >= bytes) return undefined;
  return {
    summary: `less than ${Math.round(bytes / megabyte)} MB are free where the data is stored`,
    cause: 'raw pages and versions of records grow, or other programs fill the disk; when it is full, runs fail and nothing is lost',
    actions: [
      {
        text: 'free some space, or keep raw pages and versions for a shorter time (retention in source.yaml)',
        path: '/',
        command: 'twl verify',
      },
    ],
  };
};

const cost: PipelineRule<{ dollarsPerMonth: number }> = ({ dollarsOfDay }, { dollarsPerMonth }) => {
  if (dollarsOfDay === undefined || dollarsOfDay * daysPerMonth <= dollarsPerMonth) return undefined;
  return {
    summary: `the AWS requests of the runs cost more than ${dollarsPerMonth} dollars a month at the rate of the last day`,
    cause: 'a source runs too often, reads everything in each run, or changes far more records than before',
    actions: [{ text: 'see which runs change most', path: '/runs', command: null }],
  };
};

/** Every rule about the pipeline as a whole. */
export const pipelineRules: {
  [Rule in Exclude<keyof PipelineRuleSettings, 'channel-down'>]: PipelineRule<Exclude<PipelineRuleSettings[Rule], false>>;
} = { 'dead-letters': deadLetters, 'queue-age': queueAge, 'disk-space': diskSpace, cost };

/** Names of the rules about the pipeline. */
export const pipelineRuleNames = Object.keys(pipelineRules) as (keyof typeof pipelineRules & AlertRule)[];

/** Returns what is wrong with a channel: its notices fail, and none was sent since. */
export const findChannelDown = (channel: string, { alerts }: Pick<PipelineHealth, 'alerts'>): RuleFinding | undefined => {
  const notices = alerts.flatMap((alert) =>
    alert.notices.filter((notice) => notice.channel === channel).map((notice) => ({ ...notice, alert })),
  );
  const sentAt = Math.max(...notices.filter(({ state }) => state === 'sent').map(({ at }) => Date.parse(at)));
  const failing = notices.filter(
    ({ state, attempts, error, at }) => state !== 'sent' && error !== null && attempts >= failedAttempts && !(sentAt > Date.parse(at)),
  );
  const [first] = failing;
  if (!first) return undefined;
  return {
    summary: `notices over ${channel} cannot be delivered`,
    cause: first.error ?? 'the channel does not respond',
    samples: failing
      .slice(0, 3)
      .map(({ alert }) => ({ text: `${alert.rule}: ${alert.evidence.summary}`, path: `/alerts/${encodeURIComponent(alert.id)}` })),
    actions: [{ text: 'send a test over it once it is mended', path: '/alerts', command: `twl alerts test --channel ${channel}` }],
  };
};
