import type { AuditEntry, AuditQuery } from '@twl/contracts';
import { AuditLog } from '../../storage/audit-log';
import type { MemoryState } from './memory-state';
import { decodePosition, encodePosition } from '../position';

type AuditPosition = Pick<AuditEntry, 'at' | 'id'>;

const newestFirst = (a: AuditPosition, b: AuditPosition): number =>
  Date.parse(b.at) - Date.parse(a.at) || (a.id > b.id ? -1 : Number(a.id < b.id));

/** What was done by hand, in memory. */
export class MemoryAuditLog extends AuditLog {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async append(entry: AuditEntry): Promise<void> {
    if (!this.memory.audit.has(entry.id)) this.memory.audit.set(entry.id, structuredClone(entry));
  }

  async get(id: string): Promise<AuditEntry | undefined> {
    return structuredClone(this.memory.audit.get(id));
  }

  async list({ limit, after, action, target, who }: Omit<AuditQuery, 'cursor'> & { after?: string }) {
    const query = ['audit', action, target, who];
    const position = after === undefined ? undefined : decodePosition<AuditPosition>(query, after);
    const found = [...this.memory.audit.values()]
      .filter((entry) => (action ?? entry.action) === entry.action && (target ?? entry.target) === entry.target)
      .filter((entry) => (who ?? entry.who) === entry.who && (!position || newestFirst(position, entry) < 0))
      .sort(newestFirst);
    const items = structuredClone(found.slice(0, limit));
    const { at, id } = items.at(-1) ?? { at: '', id: '' };
    return { items, next: found.length > limit ? encodePosition(query, { at, id }) : null };
  }
}
