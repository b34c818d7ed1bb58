import type { FailuresQuery, Failure } from '@twl/contracts';
import { FailureStore, mostOpenFailures, subjectOf, superseded, type OpenFailure, type Superseding } from '../../storage/failure-store';
import { refusedAgain } from '../../refused-again';
import { isSameName } from '../../text/search-text';
import { pageKey, type MemoryState } from './memory-state';
import { decodePosition, encodePosition } from '../position';

const filters = ['source', 'stream', 'runId', 'kind', 'status', 'reason'] as const;

/** Refused records and pages in memory. */
export class MemoryFailureStore extends FailureStore {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  async get(id: string): Promise<Failure | undefined> {
    return structuredClone(this.memory.failures.get(id));
  }

  async list(query: Omit<FailuresQuery, 'cursor'> & { after?: string }): Promise<{ items: Failure[]; next: string | null }> {
    const wanted = filters.map((name) => query[name]);
    const newestFirst = (a: { at: string; id: string }, b: { at: string; id: string }) =>
      Date.parse(b.at) - Date.parse(a.at) || (a.id > b.id ? -1 : Number(a.id < b.id));
    const position = query.after === undefined ? undefined : decodePosition<{ at: string; id: string }>(['failures', wanted], query.after);
    const found = [...this.memory.failures.values()]
      .filter((failure) => filters.every((name, i) => isSameName(wanted[i] ?? failure[name], failure[name])))
      .filter((failure) => !position || newestFirst(position, failure) < 0)
      .sort(newestFirst);
    const items = structuredClone(found.slice(0, query.limit));
    const { at, id } = items.at(-1) ?? { at: '', id: '' };
    return { items, next: found.length > query.limit ? encodePosition(['failures', wanted], { at, id }) : null };
  }

  async mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean> {
    const failure = this.memory.failures.get(id);
    if (failure?.status !== 'open') return false;
    failure.status = status;
    if (status === 'discarded' && failure.kind !== 'record') this.#discardPage(failure);
    return true;
  }

  async refuse(id: string, { reason, detail }: Pick<Failure, 'reason' | 'detail'>): Promise<boolean> {
    const known = this.memory.failures.get(id);
    if (known?.status !== 'open') return false;
    this.memory.failures.set(id, refusedAgain(known, { ...known, reason, detail, attempts: 1 }));
    return true;
  }

  async openRecords(source: string, stream: string): Promise<OpenFailure[]> {
    const open = [...this.memory.failures.values()].filter(
      (one) => one.source === source && one.stream === stream && one.status === 'open' && one.kind === 'record',
    );
    return open
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .slice(0, mostOpenFailures)
      .map((one) => ({ id: one.id, runSeq: one.runSeq, subject: subjectOf(one) }));
  }

  async supersede(closings: readonly Superseding[]): Promise<void> {
    const { failures } = this.memory;
    for (const { id, by } of closings) {
      const known = failures.get(id);
      const newer = by === undefined ? undefined : failures.get(by);
      if (known?.status !== 'open') continue;
      const after = newer?.status === 'open' ? superseded(known, newer) : undefined;
      failures.set(id, after?.older ?? { ...known, status: 'superseded' });
      if (after) failures.set(after.newer.id, after.newer);
    }
  }

  async countOpen(): Promise<number> {
    return [...this.memory.failures.values()].filter(({ status }) => status === 'open').length;
  }

  #discardPage(failure: Failure): void {
    const progress = this.memory.stream(failure.source, failure.stream).active.pages.get(pageKey(failure));
    if (progress?.status !== 'parked') return;
    progress.status = 'discarded';
    delete progress.reason;
  }
}
