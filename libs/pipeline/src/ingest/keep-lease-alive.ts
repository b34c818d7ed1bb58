import { TwlError, type Clock, type Lease, type LeaseStore, type Log, type RunStore } from '@twl/ports';
import type { RunCancellation } from '@twl/contracts';

/** How long a lease is valid without renewal, ms. */
const leaseMs = 30_000;

/** A person cancelled the run; the text is the reason of its end. */
export class RunCancelledError extends TwlError {
  readonly code = 'RUN_CANCELLED';
  readonly retryable = false;

  constructor({ who, why }: RunCancellation) {
    super(`cancelled by ${who}${why === null ? '' : `: ${why}`}`);
  }
}

/** Ports for holding a lease. */
export interface LeasePorts {
  leases: LeaseStore;
  runs: Pick<RunStore, 'get'>;
  clock: Clock;
  log: Log;
}

/**
 * Renews a lease until it is released. The returned signal aborts with the caller's signal, when the lease is lost or cannot be renewed in
 * time, and with RunCancelledError when a person cancelled the run: work under the lease must then stop.
 */
export const keepLeaseAlive = Object.assign(
  (ports: LeasePorts, lease: Lease, outer: AbortSignal): { signal: AbortSignal; release(): Promise<void> } => {
    const stopped = new AbortController();
    const released = new AbortController();
    const holding = hold(ports, lease, { stopped, released: released.signal });
    return {
      signal: AbortSignal.any([outer, stopped.signal]),
      release: async () => {
        released.abort();
        await holding;
      },
    };
  },
  { leaseMs },
);

interface Holding {
  /** Stops the work under the lease. */
  stopped: AbortController;
  released: AbortSignal;
}

const hold = async (ports: LeasePorts, lease: Lease, { stopped, released }: Holding): Promise<void> => {
  const { leases, clock, log } = ports;
  const { source, stream, runId } = lease;
  let heldUntil = clock.monotonic() + leaseMs;
  for (;;) {
    await clock.sleep(leaseMs / 3, released).catch(() => undefined);
    if (released.aborted) return;
    try {
      await leases.renew(lease, clock.iso(), leaseMs);
      heldUntil = clock.monotonic() + leaseMs;
    } catch (error) {
      log.error('lease.failed', error, { source, stream, runId });
      if (clock.monotonic() + leaseMs / 3 < heldUntil) continue;
      stopped.abort(error);
      return;
    }
    const cancellation = stopped.signal.aborted ? undefined : await findCancellation(ports, runId);
    if (cancellation) stopped.abort(new RunCancelledError(cancellation));
  }
};

/** A look that fails is no reason to stop: the next one may not, and the renewal tells when storage is away. */
const findCancellation = async ({ runs }: LeasePorts, id: string): Promise<RunCancellation | undefined> =>
  (await runs.get(id).catch(() => undefined))?.cancellation;
