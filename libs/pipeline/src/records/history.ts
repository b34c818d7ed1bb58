import { toCanonicalJson } from '@twl/fingerprint';
import type { PendingPage, RecordOrder, LaterObservation, Version } from '@twl/ports';
import { compareArrivals, compareOrders, isAdjacent } from './order';

/** The content of a record as one page shows it. It may or may not become a version of its own. */
export type Observation = Omit<Version, 'seen'>;

/** Fingerprint of a deletion by the pipeline: deletion is a content of its own. */
export const deletedFingerprint = 'deleted';

/**
 * Fingerprint of a deletion that the source flags. It differs from `deletedFingerprint`, so that undoing the pipeline's own deletions does not
 * restore a record that the source flags as deleted.
 */
export const flaggedFingerprint = 'deleted:flagged';

/** One observation of a content within a history. */
interface HistoryPoint {
  occurrence: Omit<LaterObservation, 'own'>;
  content: Omit<Observation, keyof LaterObservation>;
}

const pointsOf = (history: readonly Version[]): HistoryPoint[] =>
  history.flatMap((version) => [
    { occurrence: version, content: version },
    ...version.seen.map((later) => ({ occurrence: later, content: { ...version, ...later.own } })),
  ]);

const versionAt = ({ occurrence, content }: HistoryPoint): Version => ({
  order: occurrence.order,
  at: occurrence.at,
  rawRef: occurrence.rawRef,
  fingerprint: content.fingerprint,
  title: content.title,
  occurredAt: content.occurredAt,
  data: content.data,
  ...(content.deleted && { deleted: true }),
  seen: [],
});

/** The point as a later observation of a version with the same fingerprint; it keeps volatile fields that differ. */
const laterObservationIn = (
  version: Version,
  { occurrence: { order, at, rawRef }, content: { title, occurredAt, data } }: HistoryPoint,
): LaterObservation => {
  if (version.deleted) return { order, at, rawRef };
  const isSame = version.title === title && version.occurredAt === occurredAt && toCanonicalJson(version.data) === toCanonicalJson(data);
  return { order, at, rawRef, ...(isSame ? {} : { own: { title, occurredAt, data } }) };
};

/** A deletion with the content of the version before it, which a deleted record still shows. */
const withLastContent = ({ occurrence, content }: HistoryPoint, last: Version | undefined): HistoryPoint =>
  last ? { occurrence, content: { ...content, title: last.title, occurredAt: last.occurredAt, data: last.data } } : { occurrence, content };

/** Merges adjacent points with the same content into one version; the later points become its `seen`. */
const mergePoints = (points: readonly HistoryPoint[]): Version[] => {
  const history: Version[] = [];
  for (const point of points) {
    const last = history.at(-1);
    if (last?.fingerprint === point.content.fingerprint) last.seen.push(laterObservationIn(last, point));
    else history.push(versionAt(point.content.deleted ? withLastContent(point, last) : point));
  }
  return history;
};

/** Drops later observations up to `upTo` that no observation can precede any more: same cursor as the one before, and no pending page between. */
const dropUnneeded = (version: Version, upTo: RecordOrder, pending: PendingPage | undefined): Version => {
  if (version.seen.length === 0) return version;
  let before = version.order;
  const seen = version.seen.filter(({ order }) => {
    const isNeeded = compareArrivals(order, upTo) > 0 || !isAdjacent(before, order, pending);
    before = order;
    return isNeeded;
  });
  return { ...version, seen };
};

/**
 * Inserts one observation into the history of a record; the inputs are not changed. The same observations give the same history in any order of
 * calls. An observation with the same position in run and page is replaced.
 * @param pending the newest pending page before the observation: observations after it are remembered until it is applied
 */
export const insertObservation = (history: readonly Version[], observation: Observation, pending?: PendingPage): Version[] => {
  if (history.length === 0) return [{ ...observation, seen: [] }];
  const points = pointsOf(history).filter(({ occurrence }) => compareArrivals(occurrence.order, observation.order) !== 0);
  const next = points.findIndex(({ occurrence }) => compareOrders(occurrence.order, observation.order) > 0);
  points.splice(next < 0 ? points.length : next, 0, { occurrence: observation, content: observation });
  return mergePoints(points).map((version) => dropUnneeded(version, observation.order, pending));
};

/** The newest known position of a version's content. */
export const newestOrder = (version: Version): Version['order'] => version.seen.at(-1)?.order ?? version.order;
