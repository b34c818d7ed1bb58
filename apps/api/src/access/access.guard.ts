import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { isRoleAtLeast, type CallerRole } from '@twl/contracts';
import type { Request } from 'express';
import { accessUndeclared, readOnly, roleTooWeak, signInRequired, sourceNotAllowed } from './access-problems';
import { noteCaller, type Caller } from './caller';
import type { Callers } from './callers';
import { requiredAccess, type RequiredAccess } from './required-access';

/** Lets a request through if its caller has the role, and the sources, that the operation needs. An operation that declares none is refused. */
export class AccessGuard implements CanActivate {
  constructor(private readonly callers: Callers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = requiredAccess(context.getHandler());
    if (!needed) throw accessUndeclared();
    if (needed.role === 'anyone') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.callers.identify(request);
    if (!caller) throw signInRequired();
    this.refuseIfTooWeak(caller, needed.role);
    refuseOtherSources(caller, needed, request);
    noteCaller(request, caller);
    return true;
  }

  private refuseIfTooWeak({ role }: Caller, needed: CallerRole): void {
    if (!isRoleAtLeast(role, needed)) throw roleTooWeak(role, needed);
    // Every operation that changes something needs more than the weakest role.
    if (this.callers.isReadOnly && needed !== 'viewer') throw readOnly();
  }
}

const refuseOtherSources = ({ sources: allowed }: Caller, { sources: find }: RequiredAccess, request: Request): void => {
  if (allowed === null) return;
  const asked = find?.(request);
  if (!asked?.every((name) => allowed.includes(name))) throw sourceNotAllowed(allowed);
};
