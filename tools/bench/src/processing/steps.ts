import { measured, type Cost } from '../measure';
import { drain, outcomes } from './drain';
import { fill } from './fill';
import { fillFloor, runFloor } from './floor';
import type { Load } from './records';
import { openWorkspace } from './workspace';

/** One thing that a process of its own does, so that memory and processor time are its alone. */
export type BenchStep =
  | { kind: 'fill' | 'pipeline' | 'fill-floor' | 'floor'; folder: string; load: Load }
  | { kind: 'curve'; folder: string; load: Load; marks: number[] };

/** What a step says when it is done. */
export interface StepResult {
  cost: Cost;
  /** What became of the records. */
  outcome: string;
  /** CPU microseconds per record since the mark before. */
  curve: { records: number; microseconds: number }[];
}

const nothing: Cost = { seconds: 0, cpuSeconds: 0, peakBytes: 0 };

/** Does a step. */
export const doStep = async (step: BenchStep): Promise<StepResult> => {
  const { folder, load } = step;
  if (step.kind === 'fill-floor') fillFloor(folder, load);
  if (step.kind === 'floor') return { cost: await measured(() => runFloor(folder, load)), outcome: '', curve: [] };
  if (step.kind === 'fill-floor') return { cost: nothing, outcome: '', curve: [] };
  const workspace = await openWorkspace(folder);
  try {
    if (step.kind === 'fill') await fill(workspace, load);
    if (step.kind === 'fill') return { cost: nothing, outcome: '', curve: [] };
    const curve = new Curve(step.kind === 'curve' ? step.marks : [], load.pageSize);
    const cost = await measured(() => drain(workspace, () => curve.page()));
    return { cost, outcome: await outcomes(workspace), curve: curve.points };
  } finally {
    await workspace.engine.close();
  }
};

/** Takes the time at marks. */
class Curve {
  readonly points: StepResult['curve'] = [];
  private records = 0;
  private since = { records: 0, cpu: process.cpuUsage() };

  constructor(
    private readonly marks: readonly number[],
    private readonly pageSize: number,
  ) {}

  page(): void {
    this.records += this.pageSize;
    if (!this.marks.includes(this.records)) return;
    const { user, system } = process.cpuUsage(this.since.cpu);
    this.points.push({ records: this.records, microseconds: (user + system) / (this.records - this.since.records) });
    this.since = { records: this.records, cpu: process.cpuUsage() };
  }
}
