import type { StoredRun } from '@twl/ports';
import { deletableShare, type SourceItem } from '../source/content';
import type { AcceptedPage, Findings } from './evidence';
import { failureIdOf } from './observations';

const keyOf = ({ id }: SourceItem): string => String(id);

const itemsOf = (pages: readonly AcceptedPage[]): SourceItem[] => pages.flatMap(({ items }) => (items === 'broken' ? [] : items));

/** The pages that a run fetched, and the first that was made of it. */
const pagesOf = (run: StoredRun, { pages }: Findings): { fetched: AcceptedPage[]; made: AcceptedPage | undefined } => {
  const own = pages.filter(({ entry }) => entry.runId === run.id);
  return { fetched: own.filter(({ derived }) => !derived), made: own.find(({ derived }) => derived?.kind === 'deletions') };
};

/** Whether a run read everything, and every page of it is in the store. */
const isWhole = ({ end }: StoredRun, fetched: readonly AcceptedPage[]): boolean =>
  end?.state === 'complete' &&
  !end.resumed &&
  fetched.length > 0 &&
  fetched.every(({ entry, items }) => items !== 'broken' && entry.status === 'applied');

const listedBy = (pages: readonly AcceptedPage[]): Set<string> =>
  new Set(
    itemsOf(pages)
      .filter(({ hidden }) => !hidden)
      .map(keyOf),
  );

/** Nothing was deleted by mistake: only what a whole run did not list, and without a person's word no more than may be. */
const isDeletedRightly = (run: StoredRun, findings: Findings): string[] => {
  const { fetched, made } = pagesOf(run, findings);
  if (!made?.derived) return [];
  const { records, of = 0 } = made.derived;
  const listed = listedBy(fetched);
  const isAsked = run.deletions?.at !== undefined;
  const wrong: string[] = [];
  if (run.end?.unseen && !isAsked) wrong.push(`I3 run ${run.id} did not see everything and deleted records unasked`);
  if (!isWhole(run, fetched)) wrong.push(`I3 run ${run.id} deleted records and had not read everything`);
  if (listed.size === 0 && !isAsked) wrong.push(`I3 run ${run.id} listed nothing and deleted records unasked`);
  if (records.length > deletableShare * of && !isAsked) wrong.push(`I3 run ${run.id} deleted ${records.length} of ${of} records unasked`);
  const certain = new Set(
    itemsOf(fetched)
      .filter(({ bad, hidden }) => !bad && !hidden)
      .map(keyOf),
  );
  for (const { key } of records) if (certain.has(key)) wrong.push(`I3 run ${run.id} listed ${key} and deleted it`);
  const state = run.deletions?.state;
  if (made.entry.status === 'applied' && state !== 'deleted' && state !== 'undone')
    wrong.push(`I5 run ${run.id} deleted records and says ${state}`);
  return wrong;
};

/** Records that came back from an older run by hand, or were refused: whether they are shown says nothing of deletions. */
const uncertainKeys = (pages: readonly AcceptedPage[], { failures }: Findings): Set<string> => {
  const keys = pages.flatMap((page) => {
    if (page.derived?.kind === 'restorations') return page.derived.records.map(({ key }) => key);
    const items = itemsOf([page]);
    return (failures.has(failureIdOf(page)) ? items : items.filter(({ bad }) => bad)).map(keyOf);
  });
  return new Set(keys);
};

/** What the newest whole run did not list is not shown, unless a person is asked or has said otherwise. */
const isMissingDeleted = (source: string, findings: Findings): string[] => {
  const own = findings.pages.filter(({ entry }) => entry.source === source);
  const newest = findings.runs.filter((run) => run.source === source && run.pages > 0).sort((a, b) => b.seq - a.seq)[0];
  const fetched = newest ? pagesOf(newest, findings).fetched : [];
  const isOpen = newest?.deletions?.state === 'pending' || newest?.deletions?.state === 'undone';
  if (!newest || isOpen || newest.end?.unseen || !isWhole(newest, fetched)) return [];
  const listed = listedBy(fetched);
  const uncertain = uncertainKeys(own, findings);
  return findings.records
    .filter((record) => record.source === source && record.deletedAt === undefined)
    .filter(({ key }) => !listed.has(key) && !uncertain.has(key))
    .map(({ id }) => `I3 ${id} is shown though run ${newest.id} no longer lists it`);
};

/** I3, for streams whose runs list everything: missing records are deleted, and nothing else. */
export const deletionsAreRight = async (findings: Findings): Promise<string[]> => {
  const sources = findings.upstreams.filter(({ plan }) => plan.deletes).map(({ plan }) => plan.source);
  const mistaken = findings.runs.flatMap((run) => isDeletedRightly(run, findings));
  const unasked = findings.pages
    .filter(({ entry, derived }) => derived && !sources.includes(entry.source))
    .map(({ entry }) => `I3 run ${entry.runId} deleted records of a stream that is no snapshot`);
  return [...mistaken, ...unasked, ...sources.flatMap((source) => isMissingDeleted(source, findings))];
};
