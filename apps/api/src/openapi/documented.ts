import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';
import { NeedsAccess, type RequiredAccess } from '../access/required-access';

/** Description of an operation: who may call it, and the problem statuses that it has in addition to the common ones. */
export interface DocumentedOperation extends RequiredAccess {
  id: string;
  summary: string;
  description?: string;
  /** HTTP statuses. */
  problems: number[];
  /** Media types of the success in addition to JSON. */
  formats?: string[];
}

/** Extension that carries the problems of an operation from its controller; the document omits it. */
export const problemsKey = 'x-problems';

/** Extension that carries the media types of files; the document has them as content. */
export const formatsKey = 'x-formats';

/** Extension that says which role an operation needs. */
export const roleKey = 'x-role';

/** Describes an operation for the OpenAPI document, and says who may call it. */
export function Operates({ id, summary, description, problems, formats = [], ...access }: DocumentedOperation): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: id, summary, description }),
    ApiExtension(problemsKey, problems),
    ApiExtension(formatsKey, formats),
    ApiExtension(roleKey, access.role),
    NeedsAccess(access),
  );
}

/** Schema of a file. */
export const file = { type: 'string', format: 'binary' };
