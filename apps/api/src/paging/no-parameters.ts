import { UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RequestValidation } from '@twl/platform';
import type { Request } from 'express';
import * as z from 'zod';

const nothing = new RequestValidation(z.strictObject({}));

class NoParametersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    nothing.transform(context.switchToHttp().getRequest<Request>().query, { type: 'query' });
    return true;
  }
}

/** Refuses any query parameter of an operation that has none. */
export const NoParameters = (): MethodDecorator => UseGuards(new NoParametersGuard());
