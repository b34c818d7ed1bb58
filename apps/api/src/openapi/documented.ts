import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';

/** Description of an operation, with the problem statuses that it has in addition to the common ones. */
export interface DocumentedOperation {
  id: string;
  summary: string;
  description?: string;
  /** HTTP statuses. */
  problems: number[];
}

/** Extension that carries the problems of an operation from its controller; the document omits it. */
export const problemsKey = 'x-problems';

/** Describes an operation for the OpenAPI document. */
export function Operates({ id, summary, description, problems }: DocumentedOperation): MethodDecorator {
  return applyDecorators(ApiOperation({ operationId: id, summary, description }), ApiExtension(problemsKey, problems));
}
