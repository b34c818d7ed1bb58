import type { ActorIdentity, CallerRole } from '@twl/contracts';
import type { Request } from 'express';

/** Who sends a request. */
export interface Caller {
  /** Name for the audit log; undefined if nobody signed in. */
  name?: string;
  /** How the name was established. */
  identity: ActorIdentity;
  role: CallerRole;
  /** Names of the sources that the caller is limited to; null: all. */
  sources: readonly string[] | null;
}

const callers = new WeakMap<Request, Caller>();

/** Notes who sends a request. */
export const noteCaller = (request: Request, caller: Caller): void => void callers.set(request, caller);

/** Returns who sends a request for an operation that needs a role; undefined for any other operation. */
export const callerOf = (request: Request): Caller | undefined => callers.get(request);
