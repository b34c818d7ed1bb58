import { STATUS_CODES } from 'node:http';
import { BadRequestException, HttpException } from '@nestjs/common';
import { TwlError } from '@twl/ports';
import { ProblemException } from './problem-exception';
import type { ProblemParts } from './problem';

/** HTTP status of error codes that clients can see. Any other error is an internal one. */
const statusByCode: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  BAD_CURSOR: 400,
  CURSOR_EXPIRED: 400,
  UNAVAILABLE: 503,
  RECORD_DELETED: 410,
  RAW_EXPIRED: 410,
  FEED_EXPIRED: 410,
  DELETIONS_CONFLICT: 409,
  RUN_NOT_CANCELLABLE: 409,
  RAW_CORRUPT: 409,
};

/** Converts an error to a problem for the client. The details of internal errors are omitted. */
export function problemOfError(error: unknown): ProblemParts {
  if (error instanceof ProblemException) return error.problem;
  if (error instanceof TwlError) return problemOfTwlError(error);
  const status = statusOf(error);
  if (status === undefined || status >= 500) return internalProblem(status);
  return { status, code: codeOf(status), detail: detailOf(error as Error) };
}

/** Texts for errors of Express and its parsers, by error type. */
const parserTexts: Readonly<Record<string, string>> = {
  'entity.too.large': 'the body must not be larger than 2 MB',
  'encoding.unsupported': 'the body must be uncompressed, or compressed with gzip, deflate or br',
  'charset.unsupported': 'the body must be UTF-8',
};

function detailOf(error: Error & { type?: string }): string {
  const { type = '', message } = error;
  if (!(error instanceof BadRequestException)) return (Object.hasOwn(parserTexts, type) ? parserTexts[type] : undefined) ?? message;
  // Nest converts errors of the router and of the parser to this error and keeps only the text.
  const isAddress = message.startsWith('Failed to decode param');
  return isAddress ? 'the path cannot be decoded: each % must start an encoded UTF-8 character' : `the body is not JSON: ${message}`;
}

function problemOfTwlError(error: TwlError): ProblemParts {
  const status = Object.hasOwn(statusByCode, error.code) ? statusByCode[error.code] : undefined;
  // Clients must not see where storage is, but they should know that a retry can help.
  if (status === undefined && error.infrastructure)
    return {
      status: 503,
      code: 'UNAVAILABLE',
      detail: 'storage is not available at the moment; see the log for the reason. Try again later',
    };
  return status === undefined ? internalProblem() : { status, code: error.code, detail: error.message };
}

/** Returns the status that Nest or a parser of Express gave an error. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && status >= 400 && expose !== false ? status : undefined;
}

function internalProblem(status = 500): ProblemParts {
  return { status, code: status === 500 ? 'INTERNAL' : codeOf(status), detail: 'internal error; see the log for details' };
}

function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? `HTTP ${status}`).toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
