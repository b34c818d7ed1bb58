import type { Order, Sighting, Version } from '@twl/ports';
import { compareArrivals, compareCursors, compareOrders } from './order';

/** One content seen once: a version before it is known whether it is a new one. */
export type Seen = Omit<Version, 'seen'>;

interface Point {
  sighting: Sighting;
  content: Seen;
}

const pointsOf = (chain: readonly Version[]): Point[] =>
  chain.flatMap((version) => [
    { sighting: { order: version.order, at: version.at, rawRef: version.rawRef }, content: version },
    ...version.seen.map((sighting) => ({ sighting, content: version })),
  ]);

const versionAt = ({ sighting, content }: Point): Version => ({
  order: sighting.order,
  at: sighting.at,
  rawRef: sighting.rawRef,
  fingerprint: content.fingerprint,
  title: content.title,
  occurredAt: content.occurredAt,
  data: content.data,
  seen: [],
});

/** Neighbouring points of equal content become one version; its later points are its `seen`. */
const fold = (points: readonly Point[]): Version[] => {
  const chain: Version[] = [];
  for (const point of points) {
    const last = chain.at(-1);
    if (last?.fingerprint === point.content.fingerprint) last.seen.push(point.sighting);
    else chain.push(versionAt(point));
  }
  return chain;
};

/** Leaves out the points up to `upTo` that nothing can come before any more: those with the cursor of the point before them. */
const settle = (version: Version, upTo: Order): Version => {
  if (version.seen.length === 0) return version;
  let before = version.order;
  const seen = version.seen.filter(({ order }) => {
    const isNeeded = compareArrivals(order, upTo) > 0 || compareCursors(order.cursor, before.cursor) !== 0;
    before = order;
    return isNeeded;
  });
  return { ...version, seen };
};

/**
 * Puts one sighting at its place in a record's chain of versions; the inputs stay as they are. Whatever the order of the calls,
 * the same sightings give the same chain. A sighting that arrived at the very same place before is replaced.
 * @param mayBePreceded whether an earlier page may still come: then every sighting is remembered, else only what is needed
 */
export const place = (chain: readonly Version[], seen: Seen, mayBePreceded: boolean): Version[] => {
  if (chain.length === 0) return [{ ...seen, seen: [] }];
  const points = pointsOf(chain).filter(({ sighting }) => compareArrivals(sighting.order, seen.order) !== 0);
  const point = { sighting: { order: seen.order, at: seen.at, rawRef: seen.rawRef }, content: seen };
  const next = points.findIndex(({ sighting }) => compareOrders(sighting.order, seen.order) > 0);
  points.splice(next < 0 ? points.length : next, 0, point);
  const placed = fold(points);
  return mayBePreceded ? placed : placed.map((version) => settle(version, seen.order));
};

/** The newest place at which a version is known to have been seen. */
export const newestOrder = (version: Version): Version['order'] => version.seen.at(-1)?.order ?? version.order;
