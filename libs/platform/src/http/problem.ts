import { STATUS_CODES } from 'node:http';
import type { Problem } from '@twl/contracts';

/** Parts of a problem; the rest follows from its code and status. */
export interface ProblemParts {
  status: number;
  /** Stable code in upper case: `NOT_FOUND`. */
  code: string;
  detail?: string;
  errors?: Problem['errors'];
  /** Headers of the response. */
  headers?: Readonly<Record<string, string>>;
}

/** Builds problem details (RFC 9457). `instance` is the requested path. */
export function problemOf({ status, code, detail, errors }: ProblemParts, instance?: string): Problem {
  return {
    type: `urn:twl:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    ...(detail !== undefined && { detail }),
    ...(instance !== undefined && { instance }),
    code,
    ...(errors !== undefined && { errors }),
  };
}
