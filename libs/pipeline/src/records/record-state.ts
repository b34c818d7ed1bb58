import { toCanonicalJson } from '@twl/fingerprint';
import type { CuratedRecord, Outcome } from '@twl/contracts';
import { requireFirst, requireLast, type Current, type PendingPage, type Head, type RecordWrite, type Version } from '@twl/ports';
import { compareOrders, isAdjacent } from './order';
import { newestOrder, insertObservation, type Observation } from './history';

/** The identity of a record. */
export interface RecordIdentity {
  id: string;
  source: string;
  stream: string;
  key: string;
}

/** How much of a stored record is needed to decide an observation. */
export type DataNeed = 'head' | 'current' | 'history';

/** How much an observation needs, by the head of its record. */
export const dataNeededFor = (head: Head | undefined, observation: Observation, pending: PendingPage | undefined): DataNeed => {
  if (!head) return 'head';
  if (compareOrders(observation.order, head.newest) <= 0) return 'history';
  if (head.fingerprint !== observation.fingerprint) return 'current';
  return isAdjacent(head.newest, observation.order, pending) ? 'head' : 'current';
};

/** What the store knows about a record, besides its versions. */
interface StoredFacts {
  /** Number of versions, stored or removed, before the first one that is loaded. */
  offset: number;
  revision: number | null;
  firstSeenAt: string | null;
}

/** The outcome of an observation that changes nothing. */
export const unwrittenOutcome = (head: Head, observation: Observation): Outcome =>
  head.newest.runSeq === observation.order.runSeq ? 'duplicate' : 'unchanged';

/**
 * One record while a chunk is decided: its stored history, and the history with the observations so far. Versions before the first loaded one do
 * not change.
 */
export class RecordState {
  private isDirty = false;
  private history: readonly Version[];

  private constructor(
    private readonly identity: RecordIdentity,
    private readonly stored: readonly Version[],
    private readonly known: StoredFacts,
  ) {
    this.history = stored;
  }

  /** The state of a record that is not stored yet. */
  static absent(identity: RecordIdentity): RecordState {
    return new RecordState(identity, [], { offset: 0, revision: null, firstSeenAt: null });
  }

  /** The state of a record whose current version is enough, because the observation is newer. */
  static ofCurrent(identity: RecordIdentity, current: Current): RecordState {
    const { content, version, revision, record } = current;
    return new RecordState(identity, [content], { offset: version - 1, revision, firstSeenAt: record.firstSeenAt });
  }

  /** The state of a record with its whole stored history; `firstSeenAt` is null if the first version has that time. */
  static ofHistory(
    identity: RecordIdentity,
    history: readonly Version[],
    { revision, version, firstSeenAt }: Pick<Head, 'revision' | 'version'> & Pick<StoredFacts, 'firstSeenAt'>,
  ): RecordState {
    return new RecordState(identity, history, { offset: Math.max(0, version - history.length), revision, firstSeenAt });
  }

  get isKnown(): boolean {
    return this.history.length > 0;
  }

  /** Whether the record exists and is not deleted. */
  get isShown(): boolean {
    return isShown(this.history);
  }

  /** The most writes that one more observation can need: splitting a version renumbers all later ones. */
  get maxWrites(): number {
    return this.history.length + 1;
  }

  /** Inserts an observation into the history. Returns its outcome. */
  observe(observation: Observation, pending: PendingPage | undefined): Outcome {
    const before = this.history.at(-1);
    const wasNewest = !before || compareOrders(observation.order, newestOrder(before)) > 0;
    const wasSeenInRun = before !== undefined && newestOrder(before).runSeq === observation.order.runSeq;
    const chain = insertObservation(this.history, observation, pending);
    this.isDirty ||= !isSameHistory(this.history, chain);
    this.history = chain;
    if (!before) return 'new';
    const current = requireLast(chain);
    if (current.fingerprint !== before.fingerprint) return 'changed';
    const isSeenAgain = current.fingerprint === observation.fingerprint && (wasNewest || isWithinVersion(current, observation));
    if (!isSeenAgain) return 'stale';
    return wasSeenInRun ? 'duplicate' : 'unchanged';
  }

  /** The write that stores the history; undefined if nothing changed. */
  toWrite({ keepsEarlier = true }: { keepsEarlier?: boolean } = {}): RecordWrite | undefined {
    if (!this.isDirty) return undefined;
    const content = requireLast(this.history);
    const wasShown = isShown(this.stored);
    const versions = keepsEarlier ? this.changedVersions() : this.droppedVersions();
    const shown = this.stored.at(-1);
    const isUnchanged = shown !== undefined && this.history.length === this.stored.length && isSameContent(shown, content);
    return {
      record: this.record(content),
      content,
      expected: this.known.revision,
      versions,
      wasShown,
      ...(isUnchanged && { isUnchanged }),
    };
  }

  private record(content: Version): CuratedRecord {
    const firstSeenAt = this.known.firstSeenAt ?? requireFirst(this.history).at;
    return {
      ...this.identity,
      occurredAt: content.occurredAt ?? firstSeenAt,
      firstSeenAt,
      updatedAt: content.at,
      version: this.known.offset + this.history.length,
      fingerprint: content.fingerprint,
      title: content.title,
      data: content.data,
      rawRef: content.rawRef,
      ...(content.deleted && { deletedAt: content.at }),
    };
  }

  private droppedVersions(): RecordWrite['versions'] {
    return this.stored.slice(0, -1).map((_, i) => ({ version: this.known.offset + i + 1, content: null }));
  }

  private changedVersions(): RecordWrite['versions'] {
    // Nearly all records are new, or unchanged.
    if (this.stored.length === 0 && this.history.length === 1) return [];
    const { offset } = this.known;
    const earlier = this.history.slice(0, -1).map((content, i) => ({ version: offset + i + 1, content }));
    const isStored = (content: Version, version: number): boolean => {
      const i = version - offset - 1;
      const before = i < this.stored.length - 1 ? this.stored[i] : undefined;
      return before !== undefined && isSameVersion(before, content);
    };
    const dropped = this.stored
      .slice(this.history.length - 1, -1)
      .map((_, i) => ({ version: offset + this.history.length + i, content: null }));
    return [...earlier.filter(({ content, version }) => !isStored(content, version)), ...dropped];
  }
}

const isShown = (chain: readonly Version[]): boolean => {
  const shown = chain.at(-1);
  return shown !== undefined && !shown.deleted;
};

const isWithinVersion = (version: Version, observation: Observation): boolean =>
  compareOrders(version.order, observation.order) <= 0 && compareOrders(newestOrder(version), observation.order) >= 0;

const isSameVersion = (a: Version, b: Version): boolean =>
  a === b ||
  (a.fingerprint === b.fingerprint &&
    compareOrders(a.order, b.order) === 0 &&
    (!a.deleted || hasSameLastContent(a, b)) &&
    a.seen.length === b.seen.length &&
    a.seen.every(({ order }, i) => isAt(b.seen[i], order)));

const isAt = (observation: Pick<Observation, 'order'> | undefined, order: Observation['order']): boolean =>
  observation !== undefined && compareOrders(observation.order, order) === 0;

/** Whether two versions have the same content, and differ at most in later observations of it. */
const isSameContent = (a: Version, b: Version): boolean =>
  a.fingerprint === b.fingerprint &&
  compareOrders(a.order, b.order) === 0 &&
  a.title === b.title &&
  a.occurredAt === b.occurredAt &&
  a.data === b.data;

/** Whether two deletions show the same last content. An observation inserted before one can change it. */
const hasSameLastContent = (a: Version, b: Version): boolean =>
  a.title === b.title && a.occurredAt === b.occurredAt && (a.data === b.data || toCanonicalJson(a.data) === toCanonicalJson(b.data));

const isSameHistory = (a: readonly Version[], b: readonly Version[]): boolean =>
  a.length === b.length &&
  a.every((version, i) => {
    const other = b[i];
    return other !== undefined && isSameVersion(version, other);
  });
