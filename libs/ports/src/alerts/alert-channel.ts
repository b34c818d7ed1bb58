import type { AlertMessage, AlertRule } from '@twl/contracts';

/** Delivers notices of alerts to people. */
export abstract class AlertChannel {
  abstract readonly name: string;
  /** Whether alerts of a rule and a source are meant for this channel. */
  abstract accepts(alert: { rule: AlertRule; source: string | null }): boolean;
  /**
   * Delivers one message. `id` is the same for each attempt, so that who receives it can tell a repetition.
   * @throws what prevented it, in words that show no secret
   */
  abstract send(id: string, message: AlertMessage): Promise<void>;
}
