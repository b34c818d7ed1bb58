import type { AlertAction, AlertRule, Drift } from '@twl/contracts';
import type { SourceRuleSettings } from './rule-settings';
import type { RuleFinding } from './finding';
import { likelyCauseOfRun } from './likely-cause';
import type { SourceHealth, StreamHealth } from './source-health';

/** A rule about a source: returns what is wrong, if anything. It only looks at its arguments. */
type SourceRule<Settings> = (health: SourceHealth, settings: Settings) => RuleFinding | undefined;

/** Rules about one source. */
export type SourceRuleName = keyof SourceRuleSettings;

const day = 86_400_000;

const query = (params: Record<string, string>): string => new URLSearchParams(params).toString();

const runPath = (id: string): string => `/runs/${encodeURIComponent(id)}`;

const runSource = (source: string): AlertAction => ({ text: 'run the source now', path: '/', command: `twl run ${source}` });

const checkSource = (source: string): AlertAction => ({ text: 'check the source', path: '/', command: `twl source check ${source}` });

const others = (streams: readonly StreamHealth[]): string => (streams.length > 1 ? ` (and ${streams.length - 1} other streams)` : '');

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const failing: SourceRule<{ runs: number }> = ({ name, streams }, { runs }) => {
  const bad = streams.filter(({ failedRuns }) => failedRuns.length >= runs);
  const [first] = bad;
  const [newest] = first?.failedRuns ?? [];
  if (!first || !newest) return undefined;
  const times = runs === 1 ? 'the last run' : `the last ${runs} runs`;
  return {
    summary: `${name}: ${times} of ${first.stream} failed${others(bad)}`,
    cause: likelyCauseOfRun(newest),
    run: newest,
    samples: first.failedRuns.slice(0, 3).map(({ id, seq, state, reason }) => ({
      text: `run #${seq} ${state}${reason ? `: ${reason}` : ''}`,
      path: runPath(id),
    })),
    actions: [checkSource(name), runSource(name)],
  };
};

const byAge = (age: 'late' | 'stale', health: SourceHealth): RuleFinding | undefined => {
  const { name, cron, streams } = health;
  const old = streams.filter((stream) => (age === 'stale' ? stream.age === 'stale' : isLate(stream)));
  const [first] = old;
  if (!first?.lastGood) return undefined;
  const { lastGood, last, lastFinished } = first;
  const periods = age === 'late' ? 'one period' : 'two periods';
  return {
    summary: `${name}: the newest good run of ${first.stream} began at ${lastGood.startedAt}, more than ${periods} of the schedule ${cron} ago${others(old)}`,
    cause: ageCause(first),
    ...(lastFinished && { run: lastFinished }),
    samples: [lastGood, ...(last && last.id !== lastGood.id ? [last] : [])].map(({ id, seq, state, reason }) => ({
      text: `run #${seq} ${state}${reason ? `: ${reason}` : ''}`,
      path: runPath(id),
    })),
    actions: [runSource(name), { text: 'see its runs', path: `/runs?${query({ source: name })}`, command: null }],
  };
};

/** A source whose newest run failed is the matter of `failing`, and of `stale`. */
const isLate = ({ age, failedRuns }: StreamHealth): boolean => (age === 'late' || age === 'stale') && failedRuns.length === 0;

const ageCause = ({ last, lastFinished, lastGood, failedRuns }: StreamHealth): string => {
  const [failed] = failedRuns;
  if (failed) return `its runs fail: ${likelyCauseOfRun(failed)}`;
  if (last?.state === 'deferred') return 'the source asked to wait, for example because of a rate limit';
  if (last?.state === 'running') return 'its run takes longer than a period of the schedule';
  if (lastFinished && lastFinished.id !== lastGood?.id) return likelyCauseOfRun(lastFinished);
  return 'no run was started: the ingestion process did not run, or is busy with other sources';
};

const suspect: SourceRule<object> = ({ name, streams }) => {
  const doubtful = streams.filter(({ lastFinished }) => lastFinished?.state === 'suspect');
  const run = doubtful[0]?.lastFinished;
  if (!run) return undefined;
  const { deletions } = run;
  const confirm: AlertAction[] =
    deletions?.state === 'pending'
      ? [{ text: 'confirm the deletions', path: runPath(run.id), command: `twl deletions confirm ${run.id}` }]
      : [];
  return {
    summary: `${name}: run #${run.seq} of ${run.stream} is suspect${run.reason ? `: ${run.reason}` : ''}${others(doubtful)}`,
    cause: deletions?.state === 'pending' ? 'the source lists far fewer records than before' : likelyCauseOfRun(run),
    run,
    actions: [...confirm, { text: 'look at the run', path: runPath(run.id), command: `twl verify ${name}` }, runSource(name)],
  };
};

const drift: SourceRule<{ changes: 'refused' | 'all' }> = ({ name, streams, now }, { changes }) => {
  const found = streams.flatMap((stream) => stream.drift.filter((one) => isOpenDrift(one, stream, { now, changes })));
  const [newest] = found;
  if (!newest) return undefined;
  const unique = [...new Map(found.map((one) => [`${one.stream}.${one.field}.${one.change}`, one])).values()];
  const waits = unique.some(({ status }) => status === 'refused');
  const health = streams.find(({ stream }) => stream === newest.stream);
  return {
    summary: `${name}: ${unique.map(driftText).slice(0, 3).join('; ')}${unique.length > 3 ? ` and ${unique.length - 3} more` : ''}`,
    cause: waits
      ? 'the source changed its data, and the contract refuses the change'
      : 'the source changed its data; the contract accepted it',
    ...(health?.lastFinished && { run: health.lastFinished }),
    samples: unique.slice(0, 3).map((one) => ({
      text: `${driftText(one)}${one.sample === null ? '' : `, for example ${one.sample}`}`,
      path: runPath(one.runId),
    })),
    actions: waits
      ? [
          {
            text: 'accept the drift',
            path: runPath(newest.runId),
            command: `twl contract accept ${newest.source} ${newest.stream} ${newest.field} --why 'the source changed it'`,
          },
          redriveAction({ source: name, stream: newest.stream, reason: 'CONTRACT' }),
        ]
      : [{ text: 'see the contract', path: runPath(newest.runId), command: `twl contract show ${newest.source} ${newest.stream}` }],
  };
};

/** A refused change counts until a person accepts it or a later run is whole again; an accepted one counts for a day. */
const isOpenDrift = (one: Drift, { lastGood }: StreamHealth, { now, changes }: { now: number; changes: 'refused' | 'all' }): boolean => {
  if (one.change === 'added' || one.status === 'accepted') return false;
  if (one.status === 'evolved') return changes === 'all' && now - Date.parse(one.at) < day;
  const isMended = lastGood?.state === 'succeeded' && lastGood.pages > 0 && lastGood.seq > one.runSeq;
  return !isMended;
};

const driftText = ({ stream, field, change, oldType, newType }: Drift): string =>
  change === 'removed' ? `${stream}.${field} is missing` : `${stream}.${field} was ${oldType ?? 'nothing'} and is ${newType ?? 'nothing'}`;

const redriveAction = (filter: Record<string, string>): AlertAction => ({
  text: 'redrive the failures once the cause is mended',
  path: `/failures?${query({ ...filter, status: 'open' })}`,
  command: `twl failures redrive --all ${Object.entries(filter)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ')}`,
});

const failures: SourceRule<{ share: number }> = ({ name, streams }, { share }) => {
  const bad = streams.filter(({ lastFinished }) => lastFinished && refusedShare(lastFinished) > share);
  const run = bad[0]?.lastFinished;
  if (!run) return undefined;
  const { fetched, quarantined } = run.counts;
  return {
    summary: `${name}: ${quarantined} of ${fetched} records of ${run.stream} were refused (${percent(refusedShare(run))})${others(bad)}`,
    cause: 'the source sends records that the manifest or the contract does not allow',
    run,
    failures: { source: name, stream: run.stream, status: 'open' },
    actions: [
      redriveAction({ source: name, stream: run.stream }),
      {
        text: 'replay the stored pages after a change of the manifest',
        path: '/',
        command: `twl replay --source ${name} --stream ${run.stream} --dry-run`,
      },
    ],
  };
};

const refusedShare = ({ counts }: NonNullable<StreamHealth['lastFinished']>): number =>
  counts.fetched === 0 ? 0 : counts.quarantined / counts.fetched;

/** Every rule about a source. */
export const sourceRules: { [Rule in SourceRuleName]: SourceRule<Exclude<SourceRuleSettings[Rule], false>> } = {
  failing,
  late: (health) => byAge('late', health),
  stale: (health) => byAge('stale', health),
  suspect,
  drift,
  failures,
};

/** Names of the rules about a source. */
export const sourceRuleNames = Object.keys(sourceRules) as (SourceRuleName & AlertRule)[];
