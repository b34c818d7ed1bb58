import { errorText } from '@twl/json';
import type { Actor, AuditPorts } from '../audit/audit-entry';
import type { RedrivePorts } from '../failures/reapply-failure';
import { discardFailure, type Discarded } from './discard-failure';

/** The result of one of many discards. */
export type DiscardedOne = { id: string } & (Discarded | { kind: 'failed'; detail: string });

/** Which failures to discard. */
export interface DiscardBatch {
  ids: readonly string[];
  /** Stops between two discards. */
  signal?: AbortSignal | undefined;
  /** Called after each discard. */
  progress?: ((one: DiscardedOne) => void) | undefined;
}

/**
 * Discards failures one after the other. Each is an action with audit entries of its own; an error of one does not stop the others.
 * @throws the reason of the signal
 */
export const discardFailures = async (
  ports: RedrivePorts & AuditPorts,
  { ids, signal, progress }: DiscardBatch,
  actor: Actor & { why: string },
): Promise<DiscardedOne[]> => {
  const results: DiscardedOne[] = [];
  for (const id of ids) {
    signal?.throwIfAborted();
    const one: DiscardedOne = { id, ...(await discardFailure(ports, id, actor).catch(asFailed)) };
    results.push(one);
    progress?.(one);
  }
  return results;
};

const asFailed = (error: unknown): { kind: 'failed'; detail: string } => ({ kind: 'failed', detail: errorText(error) });
