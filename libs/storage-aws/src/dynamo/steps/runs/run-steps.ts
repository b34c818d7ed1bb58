import { sumUsage, type Usage } from '@twl/contracts';
import { endedWell, hasResult, type Closing, type Lease, type StoredRun } from '@twl/ports';
import type { Expression } from '../../table/expression';
import { runSk } from '../../items/runs/run-items';
import type { StreamItem } from '../../items/runs/stream-items';

/** Holds while the lease is the stream's. */
export const isHeld = ({ run, fence }: Lease): Expression => ({
  text: '#leaseRun = :run AND #fence = :fence',
  values: { run: JSON.stringify(run), fence },
});

/** A run with what was asked for besides, since it was written last. */
export const withAsked = (run: StoredRun, asked: Usage | undefined): StoredRun => {
  const usage = sumUsage([run.end?.usage, asked]);
  return run.end && usage ? { ...run, end: { ...run.end, usage } } : run;
};

/** A closed run with what it came to. */
export const concluded = ({ reason: _before, ...run }: StoredRun, closing: Closing): StoredRun => {
  const { state, reason, counts, deletions } = closing;
  const usage = sumUsage([run.end?.usage, closing.usage]);
  return {
    ...run,
    ...{ state, counts: structuredClone(counts) },
    ...(reason === undefined ? {} : { reason }),
    ...(deletions && { deletions }),
    ...(usage && { usage }),
  };
};

/** What a stream notes when its lease is given. */
export const lending = ({ run, fence, owner }: Lease, until: number): Expression => ({
  text: 'SET #fence = :fence, #leaseRun = :leaseRun, #leaseOwner = :owner, #leaseUntil = :until',
  values: { fence, leaseRun: JSON.stringify(run), owner: JSON.stringify(owner), until },
});

/** What a stream notes of a run that begins; under a lease unless it is skipped. */
export const beginning = (run: StoredRun, { lastAt }: StreamItem, lent: { lease: Lease; until: number } | undefined): Expression => {
  const values = { seq: run.seq, one: 1, lastAt: Math.max(lastAt ?? -Infinity, Date.parse(run.startedAt)) };
  const noted = '#seq = :seq, #runs = #runs + :one, #lastAt = :lastAt';
  if (!lent) return { text: `SET ${noted}`, values };
  const lends = lending(lent.lease, lent.until);
  const place = { active: JSON.stringify(run.id), activeSk: runSk(run), phase: 'fetching', last: runSk(run) };
  return {
    text: `${lends.text}, ${noted}, #active = :active, #activeSk = :activeSk, #phase = :phase, #last = :last`,
    values: { ...lends.values, ...values, ...place },
  };
};

/** What a stream notes of a run that is closed. One that was reopened may be older than what is noted already, in `stream`. */
export const settling = (run: StoredRun, stream?: StreamItem): Expression => {
  const over = 'REMOVE #active, #activeSk, #phase';
  const sets = [...(hasResult(run) ? ['ended' as const] : []), ...(endedWell(run) ? ['good' as const] : [])];
  const newer = sets.filter((name) => (stream?.[name] ?? '') < runSk(run));
  if (newer.length === 0) return { text: over };
  return { text: `SET ${newer.map((name) => `#${name} = :place`).join(', ')} ${over}`, values: { place: runSk(run) } };
};
