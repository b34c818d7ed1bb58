import { UnavailableError, type Payload, payloadOf, readPayload } from '@twl/ports';
import { collect } from './collect';
import type { FaultKind } from './faults';
import type { Proc, World } from './world';

/** Who calls, and what is decided about each of its calls. */
export interface Caller {
  world: World;
  proc: Proc;
  /** Names the call, counts it and says what befalls it. */
  fault(method: string): FaultKind | undefined;
  /** Kills the process at this point. */
  die(): void;
  /** How long a stall takes, ms: longer than leases and visibility timeouts. */
  stallMs: number;
}

const never = (): Promise<never> => new Promise<never>(() => undefined);

const stall = ({ world, proc, stallMs }: Caller): Promise<void> => new Promise((resolve) => void world.after(stallMs, proc, resolve));

/** One side of a call: waits for its turn, then meets what is decided for this side. */
const pass = async (caller: Caller, call: string, point: { side: 'before' | 'after'; fault: FaultKind | undefined }): Promise<void> => {
  const { side, fault } = point;
  await caller.world.gate(caller.proc);
  if (fault === `kill-${side}`) {
    caller.die();
    await never();
  }
  if (fault === `stall-${side}`) await stall(caller);
  if (fault === `fail-${side}`) throw new UnavailableError(call);
};

/** Calls that wait for something to happen, on the simulated clock. */
const waiting = new Set(['pageQueue.receive']);

/** One call; `effect` may be told to do a half of it only. */
const step = async (caller: Caller, call: string, effect: (isPart: boolean) => unknown): Promise<unknown> => {
  const fault = caller.fault(call);
  await pass(caller, call, { side: 'before', fault });
  const isPart = fault === 'fail-part';
  const result = await (waiting.has(call) ? effect(isPart) : caller.world.effect(() => effect(isPart)));
  if (isPart) throw new UnavailableError(call);
  await pass(caller, call, { side: 'after', fault });
  return result;
};

/** What a call does when only a half of it succeeds: of a batch the first half, of anything else nothing. */
const halfOf = (call: string, args: unknown[]): unknown[] | undefined => {
  const [bodies, ...rest] = args;
  return call === 'pageQueue.send' && Array.isArray(bodies) ? [bodies.slice(0, bodies.length / 2), ...rest] : undefined;
};

/** A raw object that is read to its end within the call that opened it. */
const whole = async (object: { body: Payload } | undefined): Promise<unknown> =>
  object && { ...object, body: payloadOf(await readPayload(object.body)) };

/** A listing is one step: what it gives is read at once. */
async function* listing(caller: Caller, call: string, effect: () => AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const items = await step(caller, call, async (isPart) => (isPart ? [] : collect(effect())));
  yield* items as unknown[];
}

const listings = new Set(['raw.list', 'reader.export']);

/**
 * The port as a simulated process sees it: every call is a step that others may come before, that may fail before or after its
 * effect, and at which the process may die. Properties are passed through.
 */
export const stepped = <T extends object>(name: string, port: T, caller: Caller): T =>
  new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      const call = `${name}.${key}`;
      return (...args: unknown[]): unknown => {
        const effect = (given: unknown[] = args): unknown => Reflect.apply(member, target, given);
        if (listings.has(call)) return listing(caller, call, effect as () => AsyncIterable<unknown>);
        if (call === 'raw.get') return step(caller, call, async (isPart) => !isPart && whole((await effect()) as { body: Payload }));
        const half = halfOf(call, args);
        return step(caller, call, (isPart) => (isPart ? half && effect(half) : effect()));
      };
    },
  });
