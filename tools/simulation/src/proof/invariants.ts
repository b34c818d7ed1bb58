import { addCounts, isBalanced, noCounts } from '@twl/contracts';
import { streamName, type SourceItem } from '../source/content';
import { findingsOf, type AcceptedPage, type Evidence, type Findings } from './evidence';
import { deletionsAreRight } from './deletions';
import { curatedBy } from './model';
import { failureIdOf, shownAtLast, observationsOf } from './observations';

export type { Evidence } from './evidence';

/** One invariant: what is wrong about it. */
type Invariant = (findings: Findings) => string[] | Promise<string[]>;

/** I1, I2, I3: the store holds exactly what the model says, each record with all its versions. */
const recordsAreTheModels: Invariant = (findings) => {
  const model = curatedBy(observationsOf(findings));
  const wrong: string[] = [];
  if (new Set(findings.records.map(({ id }) => id)).size !== findings.records.length) wrong.push('I2 a record is there twice');
  for (const { id } of findings.records) if (!model.has(id)) wrong.push(`I1 ${id} was never accepted`);
  for (const [id, expected] of model) {
    const versions = (findings.versions.get(id) ?? []).toReversed();
    const actual = versions.map(({ data, validFrom, rawRef }) => {
      const entry = findings.pages.find((page) => page.entry.key === rawRef.key)?.entry;
      return { data, validFrom, position: `${entry?.runSeq}.${entry?.pageIndex}.${rawRef.itemIndex}` };
    });
    const wanted = expected.map(({ data, validFrom, position }) => ({ data, validFrom, position }));
    if (versions.length === 0) wrong.push(`I1 ${id} is lost`);
    else if (JSON.stringify(actual) !== JSON.stringify(wanted))
      wrong.push(`I3 ${id} is ${JSON.stringify(actual)} and must be ${JSON.stringify(wanted)}`);
  }
  return wrong;
};

/** The current record agrees with its versions. */
const recordsAreTheirNewest: Invariant = ({ records, versions }) =>
  records.flatMap((record) => {
    const all = versions.get(record.id)!;
    const current = all[0];
    const isRight =
      current !== undefined &&
      record.version === all.length &&
      (record.deletedAt !== undefined) === (current.deleted === true) &&
      current.version === all.length &&
      record.updatedAt === current.validFrom &&
      record.firstSeenAt === all.at(-1)!.validFrom &&
      JSON.stringify(record.data) === JSON.stringify(current.data) &&
      all.every(({ validTo }, i) => validTo === (i === 0 ? null : all[i - 1]!.validFrom));
    return isRight ? [] : [`I3 ${record.id} is not the newest of its versions: ${JSON.stringify({ record, all })}`];
  });

/** I3: after an undisturbed run the store shows what the source shows. */
const sourceIsShown: Invariant = (findings) => {
  const { observations, uncertain } = shownAtLast(findings);
  const last = curatedBy([...observationsOf(findings), ...observations]);
  const certain = findings.records.filter(({ id, deletedAt }) => !uncertain.has(id) && deletedAt === undefined);
  return certain.flatMap(({ id, data }) => {
    const wanted = last.get(id)?.at(-1)?.data;
    const { noise: _, ...content } = data;
    const { noise: __, ...expected } = wanted ?? {};
    return JSON.stringify(content) === JSON.stringify(expected)
      ? []
      : [`I3 ${id} is ${JSON.stringify(content)}, the source shows ${JSON.stringify(expected)}`];
  });
};

/**
 * I11: two undisturbed runs later, the store has everything that the source shows, whatever was before. A deleted record that the source lists
 * again as of an earlier time by its own cursor stays deleted.
 */
const sourceIsComplete: Invariant = (findings) => {
  const { observations, uncertain } = shownAtLast(findings);
  const dated = findings.upstreams.filter(({ plan }) => plan.hasCursor).map(({ plan }) => plan.source);
  const kept = findings.records.filter(({ source, deletedAt }) => deletedAt === undefined || dated.includes(source));
  const there = new Set(kept.map(({ id }) => id));
  const missing = new Set(observations.map(({ id }) => id).filter((id) => !there.has(id) && !uncertain.has(id)));
  return [...missing].map((id) => `I11 the source shows ${id}, and the store does not`);
};

const count = (page: AcceptedPage, which: (item: SourceItem) => boolean): number =>
  page.items === 'broken' ? 0 : page.items.filter(which).length;

/** I5, I8: every page is dealt with, and its books balance and agree with what it holds. One that cannot be read is set aside. */
const pagesBalance: Invariant = ({ pages, failures }) =>
  pages.flatMap((page) => {
    const { entry, items } = page;
    const { status, counts } = entry;
    const name = `${entry.runId}/${entry.pageIndex}`;
    const wrong = [];
    if (status !== (items === 'broken' ? 'parked' : 'applied')) wrong.push(`I8 page ${name} is ${status}`);
    const fetched = items === 'broken' ? 1 : items.length;
    const filtered = count(page, ({ hidden }) => hidden === true);
    if (!isBalanced(counts) || counts.fetched !== fetched || counts.filtered !== filtered)
      wrong.push(`I5 page ${name} has ${fetched} records, ${filtered} filtered, and its books are ${JSON.stringify(counts)}`);
    if (items === 'broken' && failures.get(failureIdOf(page))?.status !== 'open')
      wrong.push(`I5 page ${name} is unreadable and not in quarantine`);
    return wrong;
  });

/** I5: what is refused has a reason and a place, and is refused rightly. */
const refusalsAreRight: Invariant = ({ pages, failures }) => {
  const open = [...failures.values()].filter(({ status, kind }) => status === 'open' && kind === 'record');
  const refused = new Map(
    pages.flatMap((page) =>
      page.items === 'broken'
        ? []
        : page.items.flatMap((item, i) => (item.bad && !item.hidden ? [[failureIdOf(page, i), page] as const] : [])),
    ),
  );
  return open.flatMap((failure) => {
    const page = refused.get(failure.id);
    const isRight = page?.entry.key === failure.rawRef.key && failure.reason !== undefined && failure.pointer !== '';
    return isRight ? [] : [`I5 failure ${failure.id} is not of a refused record`];
  });
};

/** I4: what is counted is what is there. */
const countersAgree: Invariant = ({ records, pages, tally, counters }) => {
  const sum = pages.reduce((all, { entry }) => addCounts(all, entry.counts), noCounts());
  const shown = records.filter(({ deletedAt }) => deletedAt === undefined).length;
  const wanted = { records: shown, new: sum.new, changed: sum.changed, quarantined: sum.quarantined };
  const wrong = [];
  if (JSON.stringify(counters) !== JSON.stringify(wanted))
    wrong.push(`I4 counters ${JSON.stringify(counters)}, recounted ${JSON.stringify(wanted)}`);
  if (sum.new !== records.length || tally !== shown)
    wrong.push(`I4 ${sum.new} were new, ${tally} are tallied, ${shown} of ${records.length} are shown`);
  return wrong;
};

/** I4, I5: every run is closed, and its books are the sum of its pages'. */
const runsBalance: Invariant = ({ runs, pages }) =>
  runs.flatMap((run) => {
    const own = pages.filter(({ entry }) => entry.runId === run.id);
    const sum = own.reduce((all, { entry }) => addCounts(all, entry.counts), run.end?.unmodified ?? noCounts());
    const wrong = [];
    if (run.phase !== 'closed') wrong.push(`I8 run ${run.id} is ${run.phase}`);
    if (run.state === 'suspect' && run.deletions?.state !== 'pending') wrong.push(`I5 run ${run.id} is suspect: ${run.reason}`);
    if (!isBalanced(run.counts)) wrong.push(`I5 run ${run.id} does not balance`);
    if (JSON.stringify(run.counts) !== JSON.stringify(sum))
      wrong.push(`I4 run ${run.id} says ${JSON.stringify(run.counts)}, its pages ${JSON.stringify(sum)}`);
    const fetched = own.filter(({ derived }) => !derived).length;
    if (run.pages !== fetched) wrong.push(`I4 run ${run.id} says ${run.pages} pages and has ${fetched}`);
    return wrong;
  });

/** I1: the saved cursor covers only what was accepted. */
const cursorsAreCovered: Invariant = async ({ engine, upstreams, pages }) => {
  const wrong: string[] = [];
  for (const { plan } of upstreams.filter((one) => one.plan.resumes)) {
    const state = await engine.streamStates.state(plan.source, streamName);
    const cursor = state?.cursor as unknown as { round: number; page: number } | null | undefined;
    const has = (round: number, page: number): boolean =>
      pages.some(({ entry, url }) => entry.source === plan.source && url.endsWith(`?round=${round}&page=${page}`));
    for (let round = 0; cursor && round <= cursor.round; round++) {
      const upTo = round === cursor.round ? cursor.page : plan.rounds[Math.min(round, plan.rounds.length - 1)]!.pages.length;
      for (let page = 0; page < upTo; page++)
        if (!has(round, page)) wrong.push(`I1 ${plan.source} round ${round} page ${page} is behind the cursor and not accepted`);
    }
  }
  return wrong;
};

/** I9: every raw object is what its metadata says, and is in the books, but for what a worker stored after its run was ended for it. */
const rawDescribesItself: Invariant = async ({ engine, upstreams, pages, runs }) => {
  const wrong: string[] = [];
  const aborted = new Set(runs.filter(({ reason }) => reason?.startsWith('aborted')).map(({ id }) => id));
  for (const { plan } of upstreams)
    for await (const { key, meta } of engine.raw.list({ source: plan.source })) {
      const body = (await engine.raw.get(key))?.body;
      if (body?.sha256 !== meta.sha256) wrong.push(`I9 ${key} is not what its metadata says`);
      const page = pages.find(({ entry }) => entry.runId === meta.runId && entry.pageIndex === meta.pageIndex);
      if (page?.entry.key !== key && !aborted.has(meta.runId)) wrong.push(`I9 ${key} is in no book`);
    }
  return wrong;
};

const checks: Invariant[] = [
  recordsAreTheModels,
  recordsAreTheirNewest,
  sourceIsShown,
  sourceIsComplete,
  pagesBalance,
  refusalsAreRight,
  countersAgree,
  runsBalance,
  cursorsAreCovered,
  rawDescribesItself,
  deletionsAreRight,
];

/** What is wrong at the end of a history; empty when every invariant holds. */
export const violationsOf = async (evidence: Evidence): Promise<string[]> => {
  const findings = await findingsOf(evidence);
  return (await Promise.all(checks.map((check) => check(findings)))).flat();
};
