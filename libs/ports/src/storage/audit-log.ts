import type { AuditEntry, AuditQuery } from '@twl/contracts';

/** What was done by hand to failures and streams: only ever added to. */
export abstract class AuditLog {
  /** Writes an entry down for good; one whose id is known already changes nothing. */
  abstract append(entry: AuditEntry): Promise<void>;
  abstract get(id: string): Promise<AuditEntry | undefined>;
  /** Newest first, of the same time by id from the last on. `after` is a position this log gave; @throws BadCursorError */
  abstract list(query: Omit<AuditQuery, 'cursor'> & { after?: string }): Promise<{ items: AuditEntry[]; next: string | null }>;
}
