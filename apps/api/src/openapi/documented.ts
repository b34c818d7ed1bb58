import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';

/** What an operation does, and with which problems it answers beside those that every one has. */
export interface DocumentedOperation {
  id: string;
  summary: string;
  description?: string;
  /** Statuses. */
  problems: number[];
}

/** Carries the problems of an operation from its controller to the document, which does not show it. */
export const problemsKey = 'x-problems';

/** Describes an operation for the OpenAPI document. */
export function Operates({ id, summary, description, problems }: DocumentedOperation): MethodDecorator {
  return applyDecorators(ApiOperation({ operationId: id, summary, description }), ApiExtension(problemsKey, problems));
}
