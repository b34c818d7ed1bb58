import { errorText } from '@twl/json';
import type { AuditPorts, Actor } from '../audit/audited';
import { redriveAudited } from './audited-redrive';
import { matching, type FailureFilter } from './matching';
import type { Redriven, RedrivePorts } from './redrive';

/** Failures that one bulk redrive takes on: when not told, and at most. */
export const redriveLimits = { default: 1000, max: 10_000 } as const;

/** What became of one of many. */
export type RedrivenOne = { id: string } & (Redriven | { kind: 'failed'; detail: string });

/** How to redrive many. */
export interface BulkRedriveOptions {
  by: Actor;
  /** Begun per second at most; as fast as it goes when not told. */
  rate?: number | undefined;
  /** Stops between two. */
  signal?: AbortSignal | undefined;
  /** Told after each. */
  progress?: ((one: RedrivenOne) => void) | undefined;
}

/** The ids of the open failures that a filter lets through, newest first, at most `limit`; and whether there are more. */
export const openMatching = async (
  { failures }: RedrivePorts,
  filter: Omit<FailureFilter, 'status'>,
  limit: number,
): Promise<{ ids: string[]; more: boolean }> => {
  const ids: string[] = [];
  for await (const { id } of matching(failures, { ...filter, status: 'open' })) {
    if (ids.length === limit) return { ids, more: true };
    ids.push(id);
  }
  return { ids, more: false };
};

/** Redrives one after the other, each written down by itself; one that fails does not keep the others. @throws the signal's reason */
export const redriveMany = async (
  ports: RedrivePorts & AuditPorts,
  ids: readonly string[],
  options: BulkRedriveOptions,
): Promise<RedrivenOne[]> => {
  const { by, rate, signal, progress } = options;
  const results: RedrivenOne[] = [];
  const started = ports.clock.monotonic();
  for (const [i, id] of ids.entries()) {
    const early = rate === undefined ? 0 : started + (i * 1000) / rate - ports.clock.monotonic();
    if (early > 0) await ports.clock.sleep(early, signal);
    signal?.throwIfAborted();
    const one: RedrivenOne = { id, ...(await redriveAudited(ports, id, by).catch(failed)) };
    results.push(one);
    progress?.(one);
  }
  return results;
};

const failed = (error: unknown): { kind: 'failed'; detail: string } => ({
  kind: 'failed',
  detail: errorText(error),
});
