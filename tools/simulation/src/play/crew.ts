import { deletionStep, type EndStep } from '@twl/pipeline';
import type { Clock, Engine } from '@twl/ports';
import type { FaultKind } from '../world/faults';
import { SeededRandom, seedOf } from '../world/random';
import { SimClock } from '../world/sim-clock';
import { stepped, type Caller } from '../world/stepped';
import type { Proc, World } from '../world/world';

/** The ports of one simulated process. */
type ProcPorts = Engine & { clock: Clock; owner: string; endSteps: readonly EndStep[] };

/** The work of one simulated process, given its view of the ports. */
export type Work = (ports: ProcPorts) => Promise<void>;

/** How a crew meets its world. */
export interface CrewOptions {
  world: World;
  engine: Engine;
  /** What a mutant makes of the ports. */
  view(engine: Engine): Engine;
  seed: number;
  /** What befalls a call; asked once for each. */
  fault(call: string): FaultKind | undefined;
  /** Told of every call. */
  called(call: string): void;
  failed(error: unknown, proc: string): void;
}

const restartMs = 5_000;
/** Longer than leases and visibility timeouts. */
const stallMs = 45_000;

const portNames = [
  ...(['raw', 'pageQueue', 'runs', 'runDecisions', 'leases', 'streamStates', 'ledger', 'unapplied'] as const),
  ...(['records', 'contracts', 'generations', 'retention', 'reader', 'failures'] as const),
];

/** The processes of a history. One that is killed, or falls over an error, is started again as another incarnation. */
export class Crew {
  constructor(private readonly options: CrewOptions) {}

  start(role: string, work: Work, incarnation = 0): void {
    const { world, failed } = this.options;
    const proc: Proc = { name: `${role}.${incarnation}`, alive: true };
    const restart = (): void => {
      world.kill(proc);
      world.after(restartMs, null, () => this.start(role, work, incarnation + 1));
    };
    work(this.portsOf(proc, restart)).catch((error: unknown) => {
      failed(error, proc.name);
      restart();
    });
  }

  private portsOf(proc: Proc, die: () => void): ProcPorts {
    const { world, engine, view, seed } = this.options;
    const caller: Caller = { world, proc, die, stallMs, fault: this.faultsOf(proc) };
    const views = portNames.map((name) => [name, stepped(name, engine[name], caller)]);
    const clock = new SimClock(world, proc, new SeededRandom(seedOf(seed, proc.name)));
    const seen = view({ ...engine, ...(Object.fromEntries(views) as Partial<Engine>) });
    return { ...seen, clock, owner: proc.name, endSteps: [deletionStep] };
  }

  private faultsOf(proc: Proc): (method: string) => FaultKind | undefined {
    const times = new Map<string, number>();
    return (method) => {
      const time = (times.get(method) ?? 0) + 1;
      times.set(method, time);
      const call = `${proc.name}/${method}/${time}`;
      this.options.called(call);
      return this.options.fault(call);
    };
  }
}
