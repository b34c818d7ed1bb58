import type { AlertEvidence, AlertRule } from '@twl/contracts';
import type { AlertChannel, StoredAlert } from '@twl/ports';
import { noticesOfFiring, noticesOfResolved } from './notices/notice-plan';
import { ruleFacts } from './rules/finding';

/** What an alert is about. */
export interface AlertSubject {
  rule: AlertRule;
  target: string;
  source: string | null;
}

/** Circumstances of an evaluation. */
export interface EvaluationContext {
  /** Now, ms since 1970. */
  now: number;
  quietMs: number;
  channels: readonly AlertChannel[];
}

/** Returns the id of an alert. */
export const alertId = ({ rule, target }: Pick<AlertSubject, 'rule' | 'target'>): string => `${rule}:${target}`;

/**
 * Returns an alert after an evaluation; undefined if nothing about it changed. `evidence` is undefined if its condition does not hold.
 * A state changes here and nowhere else, together with the notices about the change.
 */
export const nextAlert = (
  known: StoredAlert | undefined,
  { evidence, ...subject }: AlertSubject & { evidence: AlertEvidence | undefined },
  context: EvaluationContext,
): StoredAlert | undefined => {
  if (!evidence) return known && withoutCondition(known, context);
  if (known?.state === 'firing' && known.change > 0) return stillFiring(known, evidence, context);
  return withCondition(known ?? newAlert(subject, evidence, context), evidence, context);
};

const iso = (ms: number): string => new Date(ms).toISOString();

const newAlert = ({ rule, target, source }: AlertSubject, evidence: AlertEvidence, { now }: EvaluationContext): StoredAlert => ({
  ...{ id: alertId({ rule, target }), rule, target, source, evidence },
  severity: ruleFacts[rule].severity,
  state: 'resolved',
  ...{ since: iso(now), firedAt: iso(now) },
  change: 0,
  notices: [],
  runbook: `/runbooks/${rule}.md`,
  revision: 0,
});

const withCondition = (known: StoredAlert, evidence: AlertEvidence, context: EvaluationContext): StoredAlert | undefined => {
  const { now } = context;
  const { pendingSince, ...alert } = known;
  const since = pendingSince === undefined ? now : Date.parse(pendingSince);
  if (now - since < ruleFacts[alert.rule].holdMs) return pendingSince === undefined ? { ...known, pendingSince: iso(now) } : undefined;
  const firing: StoredAlert = { ...alert, state: 'firing', since: iso(now), firedAt: iso(now), change: alert.change + 1, evidence };
  return { ...firing, notices: noticesOfFiring(firing, context.channels, context) };
};

/** A channel that is new since the alert fired hears of it too. */
const stillFiring = (known: StoredAlert, evidence: AlertEvidence, context: EvaluationContext): StoredAlert | undefined => {
  const added = noticesOfFiring(known, context.channels, context).filter(
    ({ channel }) => !known.notices.some((notice) => notice.channel === channel),
  );
  if (added.length === 0 && isSameEvidence(known.evidence, evidence)) return undefined;
  return { ...known, evidence, notices: [...known.notices, ...added] };
};

const withoutCondition = (known: StoredAlert, context: EvaluationContext): StoredAlert | undefined => {
  const { pendingSince, ...alert } = known;
  if (alert.state === 'firing') {
    const resolved: StoredAlert = { ...alert, state: 'resolved', since: iso(context.now), change: alert.change + 1 };
    return { ...resolved, notices: noticesOfResolved(resolved, context) };
  }
  return pendingSince === undefined ? undefined : alert;
};

/** Whether evidence says the same of the same run. */
export const isSameEvidence = (a: Pick<AlertEvidence, 'summary' | 'run'>, b: Pick<AlertEvidence, 'summary' | 'run'>): boolean =>
  a.summary === b.summary && a.run?.id === b.run?.id && a.run?.state === b.run?.state;
