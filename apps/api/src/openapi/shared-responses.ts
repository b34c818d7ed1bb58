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

/** Problem responses by status. */
const problems: Readonly<Record<number, ProblemResponse>> = {
  400: {
    name: 'BadRequest',
    description:
      'The request or a parameter is invalid; `errors` lists each (`INVALID_REQUEST`). Other codes: the body is not JSON (`BAD_REQUEST`), the cursor does not belong to this list (`BAD_CURSOR`), or it has expired (`CURSOR_EXPIRED`). For the last two, start again without a cursor.',
  },
  401: {
    name: 'Unauthorized',
    description:
      'The operation needs somebody who signed in, and the request has no credential (`SIGN_IN_REQUIRED`), or one that is unknown, expired, revoked or not valid (`CREDENTIAL_REFUSED`).',
    headers: { 'WWW-Authenticate': header('Challenge') },
  },
  403: {
    name: 'Forbidden',
    description:
      'The role of the caller is too weak (`ROLE_TOO_WEAK`), or there is none (`ROLE_MISSING`), the caller is limited to other sources (`SOURCE_NOT_ALLOWED`), or the installation is read-only (`READ_ONLY`). Or the host name in `Host` is not allowed (`HOST_NOT_ALLOWED`), or a page from another origin sent a request that changes data (`CROSS_SITE`).',
  },
  404: { name: 'NotFound', description: 'The resource does not exist.' },
  406: { name: 'NotAcceptable', description: 'A function sends no streams; poll the resource instead.' },
  409: {
    name: 'Conflict',
    description:
      'The current state does not allow the request. `code` and `detail` give the reason; `errors` lists the problems of a source.',
  },
  410: {
    name: 'Gone',
    description:
      'The resource no longer exists: the source no longer lists the record (`RECORD_DELETED`), the raw page has expired (`RAW_EXPIRED`), or the changes after a position are no longer kept (`FEED_EXPIRED`): begin again without it.',
  },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than 2 MB.' },
  415: { name: 'UnsupportedMediaType', description: 'The body was not sent as `application/json`.' },
  431: { name: 'HeadersTooLarge', description: 'The request line and headers are larger than 16 KiB in total.' },
  500: { name: 'InternalError', description: 'Unexpected error on the server; see its log.' },
  503: {
    name: 'Unavailable',
    description: 'Storage, a queue or the sources are not available at the moment. Try again after `Retry-After` seconds.',
    headers: { 'Retry-After': header('RetryAfter') },
  },
};

/** Headers that responses share. */
export const sharedHeaders: Headers = {
  ETag: { description: 'Identifies this content. Send it in `If-None-Match`.', required: true, schema: { type: 'string' } },
  Location: { description: 'Address of the progress.', required: true, schema: { type: 'string' } },
  AnswerLocation: {
    description: 'A signed address that needs no other header.',
    required: true,
    schema: { type: 'string', format: 'uri' },
  },
  Challenge: { description: 'How to sign in.', required: true, schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds.', required: true, schema: { type: 'integer', minimum: 0 } },
};

/** Response that replaces one that is too large. */
const handedOver = {
  description:
    'Only on AWS, where a function cannot return more than 6 MB: the response is stored, and a GET of the address in `Location` returns it for five minutes. `curl -L`, browsers and most clients follow it automatically.',
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

/** Responses that operations share, by name. */
export const sharedResponses: Responses = {
  HandedOver: handedOver,
  NotModified: { description: 'The content still matches `If-None-Match`.', headers: { ETag: header('ETag') } },
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

/** Problem statuses of every operation. */
const commonStatuses = [400, 403, 431, 500, 503];
const bodyStatuses = [413, 415];

/** Returns the shared responses of an operation by status: its own problems, the common ones of its method, and 401 if it needs a role. */
export function operationResponses(
  method: 'get' | 'post',
  { problems: own, isOpen }: { problems: readonly number[]; isOpen: boolean },
): Record<string, { $ref: string }> {
  const statuses = [...commonStatuses, ...own, ...(isOpen ? [] : [401]), ...(method === 'post' ? bodyStatuses : [])];
  const found = [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => [status, refTo(requireValue(problems[status], `problem ${status}`).name)] as const);
  return { ...(method === 'get' && { 303: refTo('HandedOver'), 304: refTo('NotModified') }), ...Object.fromEntries(found) };
}

const refTo = (name: string) => ({ $ref: `#/components/responses/${name}` });
