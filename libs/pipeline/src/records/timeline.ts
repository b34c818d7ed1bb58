import { toCanonicalJson } from '@twl/fingerprint';
import type { Gap, RecordOrder, Sighting, Version } from '@twl/ports';
import { compareArrivals, compareOrders, isFollowing } from './order';

/** One content seen once: a version before it is known whether it is a new one. */
export type Observation = Omit<Version, 'seen'>;

/** Stands in the place of a fingerprint where a record is gone: being gone is a content of its own. */
export const goneFingerprint = 'deleted';

/**
 * The same where the source itself says so: another content, so that it is kept beside "no longer listed". Undoing that one must not bring back
 * what the source says is deleted.
 */
export const flaggedFingerprint = 'deleted:flagged';

/** A content at one of its places. */
interface Point {
  sighting: Omit<Sighting, 'own'>;
  content: Omit<Observation, keyof Sighting>;
}

const pointsOf = (chain: readonly Version[]): Point[] =>
  chain.flatMap((version) => [
    { sighting: version, content: version },
    ...version.seen.map((sighting) => ({ sighting, content: { ...version, ...sighting.own } })),
  ]);

const versionAt = ({ sighting, content }: Point): Version => ({
  order: sighting.order,
  at: sighting.at,
  rawRef: sighting.rawRef,
  fingerprint: content.fingerprint,
  title: content.title,
  occurredAt: content.occurredAt,
  data: content.data,
  ...(content.deleted && { deleted: true }),
  seen: [],
});

/** What the point's sighting is beside a version of equal fingerprint; volatile fields are its own. */
const sightingIn = (version: Version, { sighting: { order, at, rawRef }, content: { title, occurredAt, data } }: Point): Sighting => {
  if (version.deleted) return { order, at, rawRef };
  const isSame = version.title === title && version.occurredAt === occurredAt && toCanonicalJson(version.data) === toCanonicalJson(data);
  return { order, at, rawRef, ...(isSame ? {} : { own: { title, occurredAt, data } }) };
};

/** A record that is gone still shows what it last was: of the version before, whichever that comes to be. */
const buried = ({ sighting, content }: Point, last: Version | undefined): Point =>
  last ? { sighting, content: { ...content, title: last.title, occurredAt: last.occurredAt, data: last.data } } : { sighting, content };

/** Neighbouring points of equal content become one version; its later points are its `seen`. */
const fold = (points: readonly Point[]): Version[] => {
  const chain: Version[] = [];
  for (const point of points) {
    const last = chain.at(-1);
    if (last?.fingerprint === point.content.fingerprint) last.seen.push(sightingIn(last, point));
    else chain.push(versionAt(point.content.deleted ? buried(point, last) : point));
  }
  return chain;
};

/** Leaves out the points up to `upTo` that nothing can come before any more: same cursor as the point before them, no gap between. */
const settle = (version: Version, upTo: RecordOrder, gap: Gap | undefined): Version => {
  if (version.seen.length === 0) return version;
  let before = version.order;
  const seen = version.seen.filter(({ order }) => {
    const isNeeded = compareArrivals(order, upTo) > 0 || !isFollowing(before, order, gap);
    before = order;
    return isNeeded;
  });
  return { ...version, seen };
};

/**
 * Puts one sighting at its place in a record's chain of versions; the inputs stay as they are. Whatever the order of the calls,
 * the same sightings give the same chain. A sighting that arrived at the very same place before is replaced.
 * @param gap the newest page before the sighting's that may still come: what comes after it is remembered, until nothing is missing
 */
export const place = (chain: readonly Version[], seen: Observation, gap?: Gap): Version[] => {
  if (chain.length === 0) return [{ ...seen, seen: [] }];
  const points = pointsOf(chain).filter(({ sighting }) => compareArrivals(sighting.order, seen.order) !== 0);
  const next = points.findIndex(({ sighting }) => compareOrders(sighting.order, seen.order) > 0);
  points.splice(next < 0 ? points.length : next, 0, { sighting: seen, content: seen });
  return fold(points).map((version) => settle(version, seen.order, gap));
};

/** The newest place at which a version is known to have been seen. */
export const newestOrder = (version: Version): Version['order'] => version.seen.at(-1)?.order ?? version.order;
