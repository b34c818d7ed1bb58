import type { RecordVersion } from '@twl/contracts';
import type { Clock, SourceCatalog } from '@twl/ports';
import { isOver, keptSince } from './kept';

/**
 * The versions of a record that may still be shown, newest first: the current one, and where the stream keeps history those that were
 * replaced within the time that the source keeps them. What a step of the janitor has not removed yet is left out as well. Times never go back
 * from version to version: one that came late, or while the clock was ahead, was shown no longer than until the next one came.
 */
export const shownVersions = async (
  ports: { catalog: SourceCatalog; clock: Clock },
  record: { source: string; stream: string },
  stored: readonly RecordVersion[],
): Promise<RecordVersion[]> => {
  const versions = inOrder(stored);
  const source = await ports.catalog.get(record.source);
  const stream = source?.streams.find(({ name }) => name === record.stream);
  if (stream?.settings.history === false) return versions.slice(0, 1);
  const since = (await keptSince(ports, record.source)).versions;
  const over = versions.findIndex(({ validTo }) => validTo !== null && isOver(validTo, since));
  return over < 0 ? [...versions] : versions.slice(0, over);
};

const inOrder = (versions: readonly RecordVersion[]): RecordVersion[] => {
  let next: string | undefined;
  return versions.map((version) => {
    const validTo = next ?? version.validTo;
    const isLater = validTo !== null && Date.parse(version.validFrom) > Date.parse(validTo);
    next = isLater ? validTo : version.validFrom;
    return { ...version, validFrom: next, validTo };
  });
};
