import type { ActorIdentity, Role } from '@twl/contracts';
import type { Request } from 'express';

/** Who sends a request. */
export interface Caller {
  /** Name for the audit log; undefined if nobody signed in. */
  name?: string;
  /** How the name was established. */
  identity: ActorIdentity;
  role: Role;
  /** Names of the sources that the caller is limited to; null: all. */
  sources: readonly string[] | null;
}

const callers = new WeakMap<Request, Caller>();

/** Notes who sends a request. */
export const noteCaller = (request: Request, caller: Caller): void => void callers.set(request, caller);

/** Returns who sends a request; undefined if nobody is signed in and that is not needed. */
export const callerOf = (request: Request): Caller | undefined => callers.get(request);
