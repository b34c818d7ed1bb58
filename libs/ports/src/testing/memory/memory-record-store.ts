import { addCounts, noCounts, type Acceptance } from '@twl/contracts';
import { loggedChanges } from '../../feed/change-log';
import { changesGraceMs, changesKeptMs } from '../../storage/change-feed';
import type { ContractNotes, ContractStore } from '../../storage/contract-notes';
import type { Generation, GenerationStore } from '../../storage/generation-store';
import type { Expiry, RecordRetention } from '../../storage/record-retention';
import {
  RecordStore,
  shownChange,
  type Amendment,
  type Commit,
  type CommitResult,
  type Current,
  type Head,
  type Progress as StreamProgress,
  type RecordWrite,
  type Version,
} from '../../storage/record-store';
import { isUnapplied } from '../../storage/failure-store';
import { walkMs } from '../../storage/record-reader';
import { promoteGeneration } from './memory-generation';
import {
  addToCounters,
  newGeneration,
  newProgress,
  pageKey,
  type MemoryGeneration,
  type MemoryRecord,
  type MemoryState,
  type PastRecord,
} from './memory-state';
import { requireEntry, requireLast } from '../../require-value';

/** The curated store in memory; with a generation given, the one that is not shown. */
export class MemoryRecordStore extends RecordStore implements ContractStore, GenerationStore, RecordRetention {
  constructor(
    private readonly memory: MemoryState,
    readonly writesPerCommit: number,
    private readonly forked?: MemoryGeneration,
  ) {
    super();
  }

  async heads(ids: string[]): Promise<Map<string, Head>> {
    return this.#collect(ids, headOf);
  }

  async currents(ids: string[]): Promise<Map<string, Current>> {
    return this.#collect(ids, (entry) => structuredClone({ ...headOf(entry), record: entry.record, content: entry.content }));
  }

  async history(id: string): Promise<Version[]> {
    const entry = this.#find(id);
    if (!entry) return [];
    const earlier = [...entry.versions].sort(([a], [b]) => a - b).map(([, content]) => content);
    return structuredClone([...earlier, entry.content]);
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { page, from, to, done, counts } = commit;
    const stream = this.memory.stream(page.source, page.stream);
    const generation = this.forked ?? stream.active;
    const isKnown = this.forked ? generation.state === 'building' : this.memory.pages.has(pageKey(page));
    const progress = generation.pages.get(pageKey(page)) ?? newProgress();
    if (!isKnown || progress.status !== 'open' || progress.next !== from) return { kind: 'moved' };
    if ((commit.amendments ?? progressOf(generation).amendments) !== progressOf(generation).amendments)
      return { kind: 'conflict', ids: [] };
    const ids = commit.writes.filter((write) => (generation.records.get(write.record.id)?.revision ?? null) !== write.expected);
    if (ids.length > 0) return { kind: 'conflict', ids: ids.map(({ record }) => record.id) };
    this.memory.revision += 1;
    for (const write of commit.writes) apply(generation, write, this.memory);
    this.#logChanges(generation, commit.writes);
    const failures = this.forked ? generation.failures : this.memory.failures;
    for (const failure of commit.failures) failures.set(failure.id, structuredClone(failure));
    const status = done ? 'applied' : 'open';
    generation.pages.set(pageKey(page), { status, next: to, counts: addCounts(progress.counts, counts) });
    addToCounters(generation, commit.at, counts);
    generation.shown += shownChange(commit.writes);
    if (commit.contractUpdate) generation.contractUpdates.set(pageKey(page), structuredClone(commit.contractUpdate));
    generation.commits += 1;
    stream.seq = Math.max(stream.seq, page.runSeq);
    return { kind: 'committed' };
  }

  async progress(source: string, stream: string): Promise<StreamProgress> {
    return progressOf(this.forked ?? this.memory.stream(source, stream).active);
  }

  async amend({ page, failure: id, outcome, write, at, pages }: Amendment): Promise<CommitResult> {
    const generation = this.forked ?? this.memory.stream(page.source, page.stream).active;
    const failure = (this.forked ? generation.failures : this.memory.failures).get(id);
    const progress = generation.pages.get(pageKey(page));
    if (!failure || !isUnapplied(failure) || !progress) return { kind: 'moved' };
    if (progressOf(generation).pages !== pages) return { kind: 'conflict', ids: [] };
    const revision = write && (generation.records.get(write.record.id)?.revision ?? null);
    if (write && revision !== write.expected) return { kind: 'conflict', ids: [write.record.id] };
    this.memory.revision += 1;
    if (write) apply(generation, write, this.memory);
    this.#logChanges(generation, write ? [write] : []);
    failure.status = 'resolved';
    const counts = { ...noCounts(), quarantined: -1, [outcome]: 1 };
    progress.counts = addCounts(progress.counts, counts);
    addToCounters(generation, at, counts);
    if (write) generation.shown += shownChange([write]);
    generation.amendments += 1;
    return { kind: 'committed' };
  }

  async expireVersions({ source, stream, before, after = '', limit }: Expiry): Promise<{ removed: number; next: string | null }> {
    const { records } = this.forked ?? this.memory.stream(source, stream).active;
    const ids = [...records.keys()].filter((id) => id > after).sort();
    const scanned = ids.slice(0, limit);
    const removed = scanned.reduce((sum, id) => sum + expire(requireEntry(records, id), Date.parse(before)), 0);
    return { removed, next: ids.length > limit ? requireLast(scanned) : null };
  }

  async removeAbandoned(): Promise<number> {
    return 0;
  }

  async contract(source: string, stream: string): Promise<ContractNotes> {
    const { active, accepted } = this.memory.stream(source, stream);
    const updates = [...(this.forked ?? active).contractUpdates.values()].sort(
      (a, b) => a.page.runSeq - b.page.runSeq || a.page.pageIndex - b.page.pageIndex,
    );
    return structuredClone({ updates, accepted: [...accepted.values()] });
  }

  async accept(acceptance: Acceptance): Promise<void> {
    const { accepted } = this.memory.stream(acceptance.source, acceptance.stream);
    const key = JSON.stringify([acceptance.field, acceptance.type]);
    if (!accepted.has(key)) accepted.set(key, structuredClone(acceptance));
  }

  async fork(source: string, stream: string): Promise<Generation> {
    const generation = newGeneration(source, stream, 'building');
    const store = new MemoryRecordStore(this.memory, this.writesPerCommit, generation);
    return {
      ...{ store, contracts: store },
      export: async function* () {
        const ids = [...generation.records.keys()].sort();
        for (const id of ids) yield structuredClone(requireEntry(generation.records, id).record);
      },
      promote: async () => promoteGeneration(this.memory, generation),
      discard: async () => {
        if (generation.state === 'building') generation.state = 'dropped';
      },
    };
  }

  #logChanges({ log, state }: MemoryGeneration, writes: readonly RecordWrite[]): void {
    const at = this.memory.now();
    const changes = state === 'shown' ? loggedChanges(writes) : [];
    if (changes.length > 0) log.push({ number: this.memory.revision, at, changes });
    while (log[0] && log[0].at < at - changesKeptMs - changesGraceMs) log.shift();
  }

  #find(id: string): MemoryRecord | undefined {
    for (const generation of this.forked ? [this.forked] : this.memory.active) {
      const entry = generation.records.get(id);
      if (entry) return entry;
    }
    return undefined;
  }

  #collect<T>(ids: string[], pick: (entry: MemoryRecord) => T): Map<string, T> {
    const found = new Map<string, T>();
    for (const id of ids) {
      const entry = this.#find(id);
      if (entry) found.set(id, pick(entry));
    }
    return found;
  }
}

const expire = ({ content, versions }: MemoryRecord, before: number): number => {
  const numbers = [...versions.keys()].sort((a, b) => a - b);
  const endOf = (i: number) => Date.parse((versions.get(numbers[i + 1] ?? -1) ?? content).at);
  const stays = numbers.findIndex((_, i) => endOf(i) >= before);
  const over = stays < 0 ? numbers : numbers.slice(0, stays);
  for (const number of over) versions.delete(number);
  return over.length;
};

const progressOf = ({ since, commits, amendments }: MemoryGeneration): StreamProgress => ({
  pages: `${since}.${commits}`,
  amendments: `${since}.${amendments}`,
});

const headOf = ({ record, content, revision }: MemoryRecord): Head => ({
  fingerprint: record.fingerprint,
  version: record.version,
  order: { ...content.order },
  newest: { ...(content.seen.at(-1)?.order ?? content.order) },
  revision,
});

const apply = (generation: MemoryGeneration, write: RecordWrite, { revision, now }: MemoryState): void => {
  const { record, content, versions } = structuredClone({ record: write.record, content: write.content, versions: write.versions });
  const known = generation.records.get(record.id);
  const entry = known ?? { record, content, versions: new Map<number, Version>(), revision, shownSince: revision, past: [] };
  for (const { version, content: earlier } of versions) {
    if (earlier) entry.versions.set(version, earlier);
    else entry.versions.delete(version);
  }
  if (write.isUnchanged) generation.records.set(record.id, { ...entry, record, content, revision });
  else
    generation.records.set(record.id, {
      ...entry,
      record,
      content,
      revision,
      shownSince: revision,
      past: pastOf(generation, known, { revision, at: now() }),
    });
};

/** What is kept of a record as it was shown before this revision. */
const pastOf = (generation: MemoryGeneration, known: MemoryRecord | undefined, { revision, at }: { revision: number; at: number }) => {
  if (!known) return [];
  const all = [...known.past, { record: known.record, shownSince: known.shownSince, until: revision, at }];
  const isKept = (one: PastRecord): boolean => one.at > at - walkMs;
  for (const { until } of all.filter((one) => !isKept(one))) generation.forgotten = Math.max(generation.forgotten, until);
  return all.filter(isKept);
};
