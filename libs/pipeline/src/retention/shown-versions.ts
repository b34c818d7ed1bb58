import type { RecordVersion } from '@twl/contracts';
import type { Clock, SourceCatalog } from '@twl/ports';
import { isExpired, retentionCutoffs } from './retention-cutoffs';

/**
 * The versions of a record that may be shown, newest first: the current one, and, if the stream keeps history, those that were replaced within
 * the retention time. Expired versions that are not removed yet are left out. Times never go back from version to version: a version that was
 * inserted later, or stored while the clock was ahead, counts as shown until the next one.
 */
export const shownVersions = async (
  ports: { catalog: SourceCatalog; clock: Clock },
  record: { source: string; stream: string },
  stored: readonly RecordVersion[],
): Promise<RecordVersion[]> => {
  const versions = withOrderedTimes(stored);
  const source = await ports.catalog.get(record.source);
  const stream = source?.streams.find(({ name }) => name === record.stream);
  if (stream?.settings.history === false) return versions.slice(0, 1);
  const since = (await retentionCutoffs(ports, record.source)).versions;
  const over = versions.findIndex(({ validTo }) => validTo !== null && isExpired(validTo, since));
  return over < 0 ? [...versions] : versions.slice(0, over);
};

const withOrderedTimes = (versions: readonly RecordVersion[]): RecordVersion[] => {
  let next: string | undefined;
  return versions.map((version) => {
    const validTo = next ?? version.validTo;
    const isLater = validTo !== null && Date.parse(version.validFrom) > Date.parse(validTo);
    next = isLater ? validTo : version.validFrom;
    return { ...version, validFrom: next, validTo };
  });
};
