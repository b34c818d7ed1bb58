import type { Role } from '@twl/contracts';
import type { Request } from 'express';
import type { Caller } from './caller';

/** Who may call the API of this installation. */
export interface AccessRules {
  /** Role of requests without a credential. */
  anonymousRole: Role | 'none';
  /** True if nothing may be changed through the API. */
  isReadOnly: boolean;
}

/** Finds out who sends a request. */
export class Callers {
  constructor(private readonly rules: AccessRules) {}

  get isReadOnly(): boolean {
    return this.rules.isReadOnly;
  }

  /** Returns who sends a request; undefined if it has no credential and such requests have no role. */
  async identify(_request: Request): Promise<Caller | undefined> {
    const { anonymousRole } = this.rules;
    return anonymousRole === 'none' ? undefined : { identity: 'stated', role: anonymousRole, sources: null };
  }
}
