import { AlertStore, type StoredAlert } from '@twl/ports';
import type { TableAccess } from '../caches/parts';
import { alertItem, alertKey, alertsPk, hasRevision } from '../items/alert-items';
import type { TableItem } from '../table/action';

/** The states of alerts in the table. */
export class DynamoAlerts extends AlertStore {
  constructor(private readonly parts: TableAccess) {
    super();
  }

  async list(): Promise<StoredAlert[]> {
    const items = await this.parts.table.all({ pk: alertsPk });
    return Promise.all(items.map((item) => this.#read(item)));
  }

  async get(id: string): Promise<StoredAlert | undefined> {
    const item = await this.parts.table.get(alertKey(id));
    return item && this.#read(item);
  }

  async put(alert: StoredAlert): Promise<StoredAlert | undefined> {
    const { table, bodies } = this.parts;
    const stored = { ...alert, revision: alert.revision + 1 };
    const item = alertItem(alert.id, stored.revision, await bodies.store(stored));
    return (await table.put(item, hasRevision(alert.revision))) ? stored : undefined;
  }

  #read(item: TableItem): Promise<StoredAlert> {
    return this.parts.bodies.read<StoredAlert>(item);
  }
}
