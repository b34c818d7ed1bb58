import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { problemSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';

export class ProblemDto extends createZodDto(problemSchema) {}

const problems: Readonly<Record<number, string>> = {
  400: 'A parameter is unknown or wrong; `errors` names each. Also a cursor that is not one of this list (`BAD_CURSOR`), or one of a walk that began too long ago (`CURSOR_EXPIRED`): begin again without it.',
  403: 'The request came from another site.',
  404: 'There is no such thing.',
  409: 'It cannot be done as things stand; `code` and `detail` say why, `errors` names the problems of a source.',
  410: 'It was there and is not any more: the source no longer lists the record, or the raw page is no longer kept; `code` says which.',
  503: 'Not ready: `errors` names what is not.',
};

/** What an operation does, and with which problems it answers. */
export interface Operation {
  id: string;
  summary: string;
  description?: string;
  problems: number[];
}

/** Describes an operation for the OpenAPI document. */
export function Operates({ id, summary, description, problems: statuses }: Operation): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: id, summary, description }),
    ApiExtraModels(ProblemDto),
    ...[...statuses, 500].map((status) =>
      ApiResponse({
        status,
        description: problems[status] ?? 'Something went wrong on the server; its log says what.',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  );
}
