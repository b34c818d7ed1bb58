import { toCanonicalJson } from '@twl/fingerprint';
import type { CuratedRecord, Outcome } from '@twl/contracts';
import { requireFirst, requireLast, type Current, type Gap, type Head, type RecordWrite, type Version } from '@twl/ports';
import { compareOrders, isFollowing } from './order';
import { newestOrder, place, type Observation } from './timeline';

/** Who a record is. */
export interface RecordIdentity {
  id: string;
  source: string;
  stream: string;
  key: string;
}

/** How much must be known of a record before a sighting of it can be decided. */
export type StateNeed = 'head' | 'current' | 'chain';

/** What a sighting asks for, given what is known at a glance. */
export const needOf = (head: Head | undefined, seen: Observation, gap: Gap | undefined): StateNeed => {
  if (!head) return 'head';
  if (compareOrders(seen.order, head.newest) <= 0) return 'chain';
  if (head.fingerprint !== seen.fingerprint) return 'current';
  return isFollowing(head.newest, seen.order, gap) ? 'head' : 'current';
};

/** What the store says of a record beside its versions. */
interface Known {
  /** Stored, or removed, versions before the first one in hand. */
  offset: number;
  revision: number | null;
  firstSeenAt: string | null;
}

/** The outcome of a sighting whose record needs no write. */
export const unwrittenOutcome = (head: Head, seen: Observation): Outcome =>
  head.newest.runSeq === seen.order.runSeq ? 'duplicate' : 'unchanged';

/**
 * One record while a chunk is decided: what is stored, and what the sightings so far make of it. Versions before the first one in `chain`
 * are not touched.
 */
export class RecordState {
  private isDirty = false;
  private chain: readonly Version[];

  private constructor(
    private readonly identity: RecordIdentity,
    private readonly stored: readonly Version[],
    private readonly known: Known,
  ) {
    this.chain = stored;
  }

  /** A record that is not stored yet. */
  static absent(identity: RecordIdentity): RecordState {
    return new RecordState(identity, [], { offset: 0, revision: null, firstSeenAt: null });
  }

  /** A record of which only the current version is needed: what comes is newer. */
  static ofCurrent(identity: RecordIdentity, current: Current): RecordState {
    const { content, version, revision, record } = current;
    return new RecordState(identity, [content], { offset: version - 1, revision, firstSeenAt: record.firstSeenAt });
  }

  /** A record with all its versions that are kept; `firstSeenAt` is null where the first of them tells it. */
  static ofChain(
    identity: RecordIdentity,
    chain: readonly Version[],
    { revision, version, firstSeenAt }: Pick<Head, 'revision' | 'version'> & Pick<Known, 'firstSeenAt'>,
  ): RecordState {
    return new RecordState(identity, chain, { offset: Math.max(0, version - chain.length), revision, firstSeenAt });
  }

  get isKnown(): boolean {
    return this.chain.length > 0;
  }

  /** Whether there is a record and the source still lists it. */
  get isShown(): boolean {
    return isShown(this.chain);
  }

  /** The most writes that one more sighting can cost: a split renumbers all that follows. */
  get price(): number {
    return this.chain.length + 1;
  }

  /** Takes in a sighting and says what became of it. */
  see(seen: Observation, gap: Gap | undefined): Outcome {
    const before = this.chain.at(-1);
    const wasNewest = !before || compareOrders(seen.order, newestOrder(before)) > 0;
    const wasSeenInRun = before !== undefined && newestOrder(before).runSeq === seen.order.runSeq;
    const chain = place(this.chain, seen, gap);
    this.isDirty ||= !isSameChain(this.chain, chain);
    this.chain = chain;
    if (!before) return 'new';
    const current = requireLast(chain);
    if (current.fingerprint !== before.fingerprint) return 'changed';
    const isSeenAgain = current.fingerprint === seen.fingerprint && (wasNewest || isIn(current, seen));
    if (!isSeenAgain) return 'stale';
    return wasSeenInRun ? 'duplicate' : 'unchanged';
  }

  /** What has to be written; undefined when it stands already as it should. */
  write({ keepsEarlier = true }: { keepsEarlier?: boolean } = {}): RecordWrite | undefined {
    if (!this.isDirty) return undefined;
    const content = requireLast(this.chain);
    const wasShown = isShown(this.stored);
    const versions = keepsEarlier ? this.changedVersions() : this.droppedVersions();
    const shown = this.stored.at(-1);
    const isUnchanged = shown !== undefined && this.chain.length === this.stored.length && isShownAlike(shown, content);
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
    const firstSeenAt = this.known.firstSeenAt ?? requireFirst(this.chain).at;
    return {
      ...this.identity,
      occurredAt: content.occurredAt ?? firstSeenAt,
      firstSeenAt,
      updatedAt: content.at,
      version: this.known.offset + this.chain.length,
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
    if (this.stored.length === 0 && this.chain.length === 1) return [];
    const { offset } = this.known;
    const earlier = this.chain.slice(0, -1).map((content, i) => ({ version: offset + i + 1, content }));
    const isStored = (content: Version, version: number): boolean => {
      const i = version - offset - 1;
      const before = i < this.stored.length - 1 ? this.stored[i] : undefined;
      return before !== undefined && isSameVersion(before, content);
    };
    const dropped = this.stored
      .slice(this.chain.length - 1, -1)
      .map((_, i) => ({ version: offset + this.chain.length + i, content: null }));
    return [...earlier.filter(({ content, version }) => !isStored(content, version)), ...dropped];
  }
}

const isShown = (chain: readonly Version[]): boolean => {
  const shown = chain.at(-1);
  return shown !== undefined && !shown.deleted;
};

const isIn = (version: Version, seen: Observation): boolean =>
  compareOrders(version.order, seen.order) <= 0 && compareOrders(newestOrder(version), seen.order) >= 0;

const isSameVersion = (a: Version, b: Version): boolean =>
  a === b ||
  (a.fingerprint === b.fingerprint &&
    compareOrders(a.order, b.order) === 0 &&
    (!a.deleted || isOfSame(a, b)) &&
    a.seen.length === b.seen.length &&
    a.seen.every(({ order }, i) => isAt(b.seen[i], order)));

const isAt = (sighting: Pick<Observation, 'order'> | undefined, order: Observation['order']): boolean =>
  sighting !== undefined && compareOrders(sighting.order, order) === 0;

/** Whether two versions differ in no more than where their content was seen again. */
const isShownAlike = (a: Version, b: Version): boolean =>
  a.fingerprint === b.fingerprint &&
  compareOrders(a.order, b.order) === 0 &&
  a.title === b.title &&
  a.occurredAt === b.occurredAt &&
  a.data === b.data;

/** Whether two versions that say that a record is gone show the same: what it was before may have turned out to be something else. */
const isOfSame = (a: Version, b: Version): boolean =>
  a.title === b.title && a.occurredAt === b.occurredAt && (a.data === b.data || toCanonicalJson(a.data) === toCanonicalJson(b.data));

const isSameChain = (a: readonly Version[], b: readonly Version[]): boolean =>
  a.length === b.length &&
  a.every((version, i) => {
    const other = b[i];
    return other !== undefined && isSameVersion(version, other);
  });
