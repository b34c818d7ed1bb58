/** The right to fetch one stream. `fence` grows with every holder; the store refuses writes with an older fence. */
export interface Lease {
  runId: string;
  source: string;
  stream: string;
  runSeq: number;
  fence: number;
  owner: string;
}

/** The leases of streams. `RunStore.begin` gives one, `RunStore.endFetch` ends it. */
export abstract class LeaseStore {
  /** Takes over the expired lease of a run in phase `fetching`; undefined while the lease is valid, or if there is none. */
  abstract takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined>;
  /** Extends the lease to `leaseMs` after `at`. @throws LeaseLostError */
  abstract renew(lease: Lease, at: string, leaseMs: number): Promise<void>;
}
