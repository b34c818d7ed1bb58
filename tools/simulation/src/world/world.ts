import type { SeededRandom } from './random';

/** One simulated process. Killed, it never continues: what it waits for never comes. */
export interface Proc {
  readonly name: string;
  alive: boolean;
}

/** A point between two effects where the scheduler decides who goes on. */
interface Gate {
  proc: Proc;
  open(): void;
}

interface Timer {
  at: number;
  order: number;
  /** Null for the simulation's own plans, which outlive every process. */
  proc: Proc | null;
  fire(): void;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One thread of time for all processes: at each step one of those that wait goes on, or, if none can, time moves on. */
export class World {
  now = Date.UTC(2026, 0, 1);
  steps = 0;
  /** Nobody is slow: time moves on only when nobody can go on, so that no lease ends under a process that works. */
  isSteady = false;
  private gates: Gate[] = [];
  private timers: Timer[] = [];
  private timersMade = 0;
  private effects = 0;

  /** @param random draws who goes on; without it the longest waiting does */
  constructor(private readonly random?: SeededRandom) {}

  /** Waits to be chosen. */
  gate(proc: Proc): Promise<void> {
    return new Promise((open) => this.gates.push({ proc, open }));
  }

  /** Runs what an engine does for a call. Nobody goes on before it is done, so that an engine on real files takes no time either. */
  async effect<T>(act: () => T | Promise<T>): Promise<T> {
    this.effects += 1;
    try {
      return await act();
    } finally {
      this.effects -= 1;
    }
  }

  /** Calls `fire` in `ms`, unless the process is dead by then. @returns takes it back */
  after(ms: number, proc: Proc | null, fire: () => void): () => void {
    const timer = { at: this.now + Math.max(0, ms), order: this.timersMade++, proc, fire };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((other) => other !== timer));
  }

  kill(proc: Proc): void {
    proc.alive = false;
    this.gates = this.gates.filter((gate) => gate.proc !== proc);
    this.timers = this.timers.filter((timer) => timer.proc !== proc);
  }

  /** Goes on until `isOver`, or nothing is left to do, or the steps are used up. @returns whether it was over */
  async run(isOver: () => boolean, maxSteps: number): Promise<boolean> {
    for (let i = 0; i < maxSteps; i++) {
      await this.settled();
      if (isOver()) return true;
      if (!this.step()) return false;
    }
    return false;
  }

  /** Lets everything run that can without a gate or a timer: effects are the only other thing that a simulated process waits for. */
  private async settled(): Promise<void> {
    do await turn();
    while (this.effects > 0);
  }

  private step(): boolean {
    this.steps += 1;
    // Once in a while everybody is slow, and time moves on though some could go on.
    const isSlow = this.random?.chance(0.02) === true && this.timers.length > 0 && !this.isSteady;
    if (this.gates.length > 0 && !isSlow) {
      const [gate] = this.gates.splice(this.random?.int(this.gates.length) ?? 0, 1);
      gate!.open();
      return true;
    }
    const timer = this.nextTimer();
    if (!timer) return false;
    this.timers = this.timers.filter((other) => other !== timer);
    this.now = Math.max(this.now, timer.at);
    timer.fire();
    return true;
  }

  private nextTimer(): Timer | undefined {
    return this.timers.reduce<Timer | undefined>(
      (first, timer) => (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order) ? timer : first),
      undefined,
    );
  }
}
