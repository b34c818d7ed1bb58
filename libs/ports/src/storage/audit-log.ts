import type { AuditEntry, AuditQuery } from '@twl/contracts';

/** The log of operator actions on failures, streams and sources: append only. */
export abstract class AuditLog {
  /** Appends an entry; does nothing if an entry with its id exists. */
  abstract append(entry: AuditEntry): Promise<void>;
  abstract get(id: string): Promise<AuditEntry | undefined>;
  /** Lists entries, newest first; those of the same time by descending id. `after` is a position that this log returned. @throws BadCursorError */
  abstract list(query: Omit<AuditQuery, 'cursor'> & { after?: string }): Promise<{ items: AuditEntry[]; next: string | null }>;
}
