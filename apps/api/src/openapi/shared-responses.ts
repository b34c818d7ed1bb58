import type { OpenAPIObject } from '@nestjs/swagger';
import { requireValue } from '@twl/ports';

type Components = NonNullable<OpenAPIObject['components']>;
type Responses = NonNullable<Components['responses']>;
type Headers = NonNullable<Components['headers']>;

interface ProblemResponse {
  name: string;
  description: string;
  headers?: Record<string, { $ref: string }>;
}

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** By status: the problems that an operation can answer with. */
const problems: Readonly<Record<number, ProblemResponse>> = {
  400: {
    name: 'BadRequest',
    description:
      'The request is wrong, or a parameter is: `errors` names each (`INVALID_REQUEST`). Also a body that is no JSON (`BAD_REQUEST`), a cursor that is not one of this list (`BAD_CURSOR`), or one of a walk that began too long ago (`CURSOR_EXPIRED`): begin again without it.',
  },
  403: {
    name: 'Forbidden',
    description:
      'The server does not answer to the name in `Host` (`HOST_NOT_ALLOWED`), or a page of another site, port or name tried to change something (`CROSS_SITE`).',
  },
  404: { name: 'NotFound', description: 'There is no such thing.' },
  409: {
    name: 'Conflict',
    description: 'It cannot be done as things stand; `code` and `detail` say why, `errors` names the problems of a source.',
  },
  410: {
    name: 'Gone',
    description:
      'It was there and is not any more: the source no longer lists the record (`RECORD_DELETED`), or the raw page is no longer kept (`RAW_EXPIRED`).',
  },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than 2 MB.' },
  415: { name: 'UnsupportedMediaType', description: 'The body was not sent as `application/json`.' },
  431: { name: 'HeadersTooLarge', description: 'Address and headers together are larger than 16 KiB.' },
  500: { name: 'InternalError', description: 'Something went wrong on the server; its log says what.' },
  503: {
    name: 'Unavailable',
    description: 'Storage, a queue or the sources cannot be used right now. Try again after `Retry-After` seconds.',
    headers: { 'Retry-After': header('RetryAfter') },
  },
};

/** The headers that answers share. */
export const sharedHeaders: Headers = {
  ETag: { description: 'Names this content: send it back in `If-None-Match`.', required: true, schema: { type: 'string' } },
  Location: { description: 'Where to look at what goes on.', required: true, schema: { type: 'string' } },
  AnswerLocation: { description: 'A signed address; it needs no other header.', required: true, schema: { type: 'string', format: 'uri' } },
  RetryAfter: { description: 'Seconds.', required: true, schema: { type: 'integer', minimum: 0 } },
};

/** What is answered in place of anything that is too large. */
const handedOver = {
  description:
    'On AWS alone, where a function cannot answer more than 6 MB: the answer is put aside, and `Location` says where a GET brings it for five minutes. `curl -L`, browsers and most clients go there by themselves.',
  headers: { Location: header('AnswerLocation') },
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/HandedOver' },
      example: {
        url: 'https://twl-raw.s3.eu-central-1.amazonaws.com/answers/0f3k?X-Amz-Expires=300&X-Amz-Signature=2l91',
        bytes: 7340032,
        expiresAt: '2026-01-31T12:05:00.000Z',
      },
    },
  },
};

/** The answers that operations share, by name. */
export const sharedResponses: Responses = {
  HandedOver: handedOver,
  NotModified: { description: 'The content is still the one that `If-None-Match` names.', headers: { ETag: header('ETag') } },
  ...Object.fromEntries(
    Object.values(problems).map(({ name, description, headers }) => [
      name,
      {
        description,
        ...(headers && { headers }),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  ),
};

/** Any request can be wrong, come to the wrong name, be too long, meet a fault, or storage that is away. */
const always = [400, 403, 431, 500, 503];
const withBody = [413, 415];

/** The shared answers of an operation: its own problems and those that every one of its kind has; by status. */
export function sharedAnswers(method: 'get' | 'post', own: readonly number[]): Record<string, { $ref: string }> {
  const statuses = [...always, ...own, ...(method === 'post' ? withBody : [])];
  const found = [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => [status, refTo(requireValue(problems[status], `problem ${status}`).name)] as const);
  return { ...(method === 'get' && { 303: refTo('HandedOver'), 304: refTo('NotModified') }), ...Object.fromEntries(found) };
}

const refTo = (name: string) => ({ $ref: `#/components/responses/${name}` });
