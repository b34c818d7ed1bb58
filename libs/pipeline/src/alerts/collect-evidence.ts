import type { AlertEvidence } from '@twl/contracts';
import type { FailureStore } from '@twl/ports';
import { countsLine } from '../runs/counts-line';
import type { RuleFinding } from './rules/finding';
import { causesOfReasons } from './rules/likely-cause';
import { sampleOfFailure } from './rules/pipeline-rules';

const samplesShown = 3;

/** Returns the evidence of a finding; reads up to three failures if it is about failures. */
export const collectEvidence = async ({ failures }: { failures: FailureStore }, finding: RuleFinding): Promise<AlertEvidence> => {
  const { summary, cause, actions, samples = [], failures: filter } = finding;
  const found = filter ? (await failures.list({ ...filter, limit: samplesShown })).items : [];
  const [first] = found;
  return {
    summary,
    cause: first ? `${causesOfReasons[first.reason]} (${first.reason})` : cause,
    run: runEvidence(finding),
    samples: [...samples, ...found.map(sampleOfFailure)].slice(0, samplesShown),
    actions,
  };
};

/** Returns what evidence says of the run of a finding. */
export const runEvidence = ({ run }: Pick<RuleFinding, 'run'>): AlertEvidence['run'] =>
  run
    ? {
        ...{ id: run.id, source: run.source, stream: run.stream, seq: run.seq, state: run.state, startedAt: run.startedAt },
        reason: run.reason ?? null,
        counts: countsLine(run.counts),
      }
    : null;
