import type { AlertAction, AlertRule, AlertSample, AlertSeverity } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';
import type { FailureFilter } from '../../failures/list-failures';

/** What a rule found: the condition of its alert holds. */
export interface RuleFinding {
  /** What is wrong, in one line. It must not change while nothing changes: times are absolute, amounts are rounded. */
  summary: string;
  cause: string;
  run?: StoredRun;
  samples?: AlertSample[];
  /** Failures to take the samples from. */
  failures?: FailureFilter;
  actions: AlertAction[];
}

interface RuleFacts {
  severity: AlertSeverity;
  /** How long the condition must hold before the alert fires, ms: what a start or a wake-up of the machine mends by itself is no alert. */
  holdMs: number;
}

const minute = 60_000;

/** Severity of each rule, and how long its condition must hold. */
export const ruleFacts: Record<AlertRule, RuleFacts> = {
  failing: { severity: 'critical', holdMs: 0 },
  late: { severity: 'warning', holdMs: 2 * minute },
  stale: { severity: 'critical', holdMs: 2 * minute },
  suspect: { severity: 'warning', holdMs: 0 },
  drift: { severity: 'warning', holdMs: 0 },
  failures: { severity: 'warning', holdMs: 0 },
  'dead-letters': { severity: 'critical', holdMs: 0 },
  'queue-age': { severity: 'critical', holdMs: 2 * minute },
  'disk-space': { severity: 'critical', holdMs: 0 },
  cost: { severity: 'warning', holdMs: 0 },
  'channel-down': { severity: 'warning', holdMs: 0 },
  test: { severity: 'info', holdMs: 0 },
};
