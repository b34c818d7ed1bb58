import type { Clock, Lease, LeaseStore, Log } from '@twl/ports';

/** How long a lease is valid without renewal, ms. */
const leaseMs = 30_000;

/**
 * Renews a lease until it is released. The returned signal aborts with the caller's signal, and when the lease is lost or cannot be renewed in
 * time: work under the lease must then stop.
 */
export const keepLeaseAlive = Object.assign(
  (
    ports: { leases: LeaseStore; clock: Clock; log: Log },
    lease: Lease,
    outer: AbortSignal,
  ): { signal: AbortSignal; release(): Promise<void> } => {
    const lost = new AbortController();
    const released = new AbortController();
    const renewing = renew();
    return {
      signal: AbortSignal.any([outer, lost.signal]),
      release: async () => {
        released.abort();
        await renewing;
      },
    };

    async function renew(): Promise<void> {
      const { leases, clock, log } = ports;
      let heldUntil = clock.monotonic() + leaseMs;
      while (!released.signal.aborted) {
        await clock.sleep(leaseMs / 3, released.signal).catch(() => undefined);
        if (released.signal.aborted) return;
        try {
          await leases.renew(lease, clock.iso(), leaseMs);
          heldUntil = clock.monotonic() + leaseMs;
        } catch (error) {
          log.error('lease.failed', error, { source: lease.source, stream: lease.stream, runId: lease.runId });
          if (clock.monotonic() + leaseMs / 3 < heldUntil) continue;
          lost.abort(error);
          return;
        }
      }
    }
  },
  { leaseMs },
);
