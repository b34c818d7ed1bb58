import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@twl/pipeline';
import { requireValue } from '@twl/ports';
import type { Request } from 'express';
import { callerOf, type Caller } from '../access/caller';
import { defaultWho } from './audit.dto';

/** What a body says of an actor, before it is validated. */
type Stated = { who?: unknown; why?: unknown } | undefined;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim() : undefined);

/** Returns the actor of a request: who signed in, with the name in the body beside it, or else the name in the body. */
const actorOf = ({ name, identity }: Caller, body: Stated): Actor => {
  const [who, why = null] = [textOf(body?.who), textOf(body?.why)];
  if (name === undefined) return { who: who ?? defaultWho, why };
  return { who: name, identity, ...(who !== undefined && who !== name && { stated: who }), why };
};

/** Gives a handler the actor of its request, for the audit log. The body is validated by its own parameter, before the handler is called. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<Request>();
  return actorOf(requireValue(callerOf(request), 'caller'), request.body as Stated);
});
