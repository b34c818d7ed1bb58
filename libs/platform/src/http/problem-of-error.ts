import { STATUS_CODES } from 'node:http';
import { BadRequestException, HttpException } from '@nestjs/common';
import { TwlError } from '@twl/ports';
import { ProblemException } from './problem-exception';
import type { ProblemParts } from './problem';

/** Which of our errors are the asker's business, and as what. Every other one is a fault of this side. */
const statusByCode: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  BAD_CURSOR: 400,
  CURSOR_EXPIRED: 400,
  UNAVAILABLE: 503,
  RECORD_DELETED: 410,
  RAW_EXPIRED: 410,
  DELETIONS_CONFLICT: 409,
  RAW_CORRUPT: 409,
};

/** What the asker is told of an error. What is not meant for them is said in general words only. */
export function problemOfError(error: unknown): ProblemParts {
  if (error instanceof ProblemException) return error.problem;
  if (error instanceof TwlError) return ofTwlError(error);
  const status = statusOf(error);
  if (status === undefined || status >= 500) return fault(status);
  return { status, code: codeOf(status), detail: textOf(error as Error) };
}

/** What is said, in words of ours, of what Express and its parsers refuse; by their name for it. */
const texts: Readonly<Record<string, string>> = {
  'entity.too.large': 'a body may have at most 2 MB',
  'encoding.unsupported': 'a body must be sent as it is, or packed with gzip, deflate or br',
  'charset.unsupported': 'a body must be sent in UTF-8',
};

function textOf(error: Error & { type?: string }): string {
  const { type = '', message } = error;
  if (!(error instanceof BadRequestException)) return (Object.hasOwn(texts, type) ? texts[type] : undefined) ?? message;
  // Nest makes this of what the router cannot decode and of what the parser cannot read, and keeps the text alone.
  const isAddress = message.startsWith('Failed to decode param');
  return isAddress ? 'the address cannot be decoded: each % must begin an encoded character of UTF-8' : `the body is not JSON: ${message}`;
}

function ofTwlError(error: TwlError): ProblemParts {
  const status = Object.hasOwn(statusByCode, error.code) ? statusByCode[error.code] : undefined;
  // Where storage lies is nobody's business; that it is worth to ask again is.
  if (status === undefined && error.infrastructure)
    return { status: 503, code: 'UNAVAILABLE', detail: 'storage cannot be used right now; the log says why. Try again later' };
  return status === undefined ? fault() : { status, code: error.code, detail: error.message };
}

/** The status that Nest, or a parser of Express, gave an error. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && status >= 400 && expose !== false ? status : undefined;
}

function fault(status = 500): ProblemParts {
  return { status, code: status === 500 ? 'INTERNAL' : codeOf(status), detail: 'something went wrong on this side; the log says what' };
}

function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? `HTTP ${status}`).toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
