/** The right to fetch one stream. `fence` grows with every holder; writes under an older one are refused. */
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
  /** Takes the lease of a run in phase `fetching` whose worker is gone; undefined while that lease still holds, or when there is none. */
  abstract takeOver(id: string, claim: { owner: string; at: string; leaseMs: number }): Promise<Lease | undefined>;
  /** Keeps the lease for `leaseMs` from `at` on. @throws LeaseLostError */
  abstract renew(lease: Lease, at: string, leaseMs: number): Promise<void>;
}
