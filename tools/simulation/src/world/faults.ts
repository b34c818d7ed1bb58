import { SeededRandom, seedOf } from './random';

/** What can befall one port call. `before`: nothing of it happened; `after`: it happened, but its caller is not told; `part`: a half of a batch. */
export type FaultKind = 'fail-before' | 'fail-part' | 'fail-after' | 'kill-before' | 'kill-after' | 'stall-before' | 'stall-after';

export const faultKinds: FaultKind[] = [
  'fail-before',
  'fail-part',
  'fail-after',
  'kill-before',
  'kill-after',
  'stall-before',
  'stall-after',
];

/** Decides what befalls a call; the name says who calls what for the how manieth time: `processor-1.2/raw.get/3`. */
export type FaultPlan = (call: string) => FaultKind | undefined;

/** Each call of the given ports meets a fault with the given probability, decided by its name and the seed. */
export const randomFaults =
  (seed: number, options: { probability: number; kinds: readonly FaultKind[]; only?: (call: string) => boolean }): FaultPlan =>
  (call) => {
    if (options.only?.(call) === false) return undefined;
    const random = new SeededRandom(seedOf(seed, call));
    return random.chance(options.probability) ? random.pick(options.kinds) : undefined;
  };

/** Exactly these faults: what a shortened history has left. */
export const listedFaults =
  (faults: ReadonlyMap<string, FaultKind>): FaultPlan =>
  (call) =>
    faults.get(call);
