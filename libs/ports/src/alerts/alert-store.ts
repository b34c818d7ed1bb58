import type { Alert } from '@twl/contracts';

/** An alert as it is kept. One whose `change` is 0 never fired. */
export interface StoredAlert extends Alert {
  /** Grows with every write; 0 before the first. */
  revision: number;
  /** Since when its condition holds without the alert firing yet. */
  pendingSince?: string;
}

/** The states of alerts, and of their notices. */
export abstract class AlertStore {
  /** Every alert that was ever written, by id. */
  abstract list(): Promise<StoredAlert[]>;
  abstract get(id: string): Promise<StoredAlert | undefined>;
  /**
   * Writes an alert with its next revision if the stored one still has the revision of `alert`; of two callers one succeeds.
   * @returns what is stored now; undefined, and nothing changed, when it has another revision
   */
  abstract put(alert: StoredAlert): Promise<StoredAlert | undefined>;
}
