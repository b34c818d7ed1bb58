import { errorText } from '@twl/json';
import type { Actor, AuditPorts } from '../audit/audit-entry';
import type { RedrivePorts, Redriven } from '../failures/reapply-failure';
import { redriveFailure } from './redrive-failure';

/** The result of one of many redrives. */
export type RedrivenOne = { id: string } & (Redriven | { kind: 'failed'; detail: string });

/** Which failures to redrive, and how. */
export interface RedriveBatch {
  ids: readonly string[];
  /** At most this many per second; default no limit. */
  rate?: number | undefined;
  /** Stops between two redrives. */
  signal?: AbortSignal | undefined;
  /** Called after each redrive. */
  progress?: ((one: RedrivenOne) => void) | undefined;
}

/**
 * Redrives failures one after the other. Each is an action with audit entries of its own; an error of one does not stop the others.
 * @throws the reason of the signal
 */
export const redriveFailures = async (
  ports: RedrivePorts & AuditPorts,
  { ids, rate, signal, progress }: RedriveBatch,
  actor: Actor,
): Promise<RedrivenOne[]> => {
  const results: RedrivenOne[] = [];
  const started = ports.clock.monotonic();
  for (const [i, id] of ids.entries()) {
    const early = rate === undefined ? 0 : started + (i * 1000) / rate - ports.clock.monotonic();
    if (early > 0) await ports.clock.sleep(early, signal);
    signal?.throwIfAborted();
    const one: RedrivenOne = { id, ...(await redriveFailure(ports, id, actor).catch(asFailed)) };
    results.push(one);
    progress?.(one);
  }
  return results;
};

const asFailed = (error: unknown): { kind: 'failed'; detail: string } => ({
  kind: 'failed',
  detail: errorText(error),
});
