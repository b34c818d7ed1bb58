import { isDecided, isUnapplied } from '../../storage/failure-store';
import { walkMs } from '../../storage/record-reader';
import { newProgress, pageKey, type MemoryGeneration, type MemoryState, type MemoryProgress } from './memory-state';

/** Shows a generation instead of the one that is shown. Pages that it has not applied are open again, but for those given up. */
export const promoteGeneration = (memory: MemoryState, generation: MemoryGeneration): void => {
  const stream = memory.stream(generation.source, generation.stream);
  const before = stream.active;
  if (generation.state !== 'building') return;
  for (const failure of memory.failures.values()) {
    const { id, source, stream: name, status, kind } = failure;
    const key = pageKey(failure);
    const isSettled = status === 'superseded' && generation.failures.has(id);
    const isOurs = source === stream.source && name === stream.stream && isUnapplied(failure) && !isSettled;
    const isApplied = generation.pages.get(key)?.status === 'applied';
    const isReopened = kind !== 'record' && before.pages.get(key)?.status === 'parked';
    if (isOurs && (isApplied || isReopened)) failure.status = 'resolved';
  }
  for (const failure of generation.failures.values()) {
    const known = memory.failures.get(failure.id);
    if (!isDecided(known)) memory.failures.set(failure.id, known?.seen ? { ...failure, seen: known.seen } : failure);
  }
  for (const [key, progress] of before.pages) {
    const kept: MemoryProgress = progress.status === 'discarded' ? progress : newProgress();
    if (!generation.pages.has(key)) generation.pages.set(key, kept);
  }
  generation.failures.clear();
  generation.since = ++memory.revision;
  before.state = 'dropped';
  before.until = generation.since;
  const now = memory.now();
  stream.replaced = [...stream.replaced, { generation: before, at: now }].filter(({ at }) => at > now - walkMs);
  generation.state = 'shown';
  stream.active = generation;
};
