import { AlertStore, type StoredAlert } from '../alerts/alert-store';

/** States of alerts in memory. */
export class MemoryAlertStore extends AlertStore {
  private readonly alerts = new Map<string, StoredAlert>();

  async list(): Promise<StoredAlert[]> {
    return structuredClone([...this.alerts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  async get(id: string): Promise<StoredAlert | undefined> {
    return structuredClone(this.alerts.get(id));
  }

  async put(alert: StoredAlert): Promise<StoredAlert | undefined> {
    if ((this.alerts.get(alert.id)?.revision ?? 0) !== alert.revision) return undefined;
    const stored = { ...structuredClone(alert), revision: alert.revision + 1 };
    this.alerts.set(alert.id, stored);
    return structuredClone(stored);
  }
}
