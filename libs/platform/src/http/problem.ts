import { STATUS_CODES } from 'node:http';
import type { Problem } from '@twl/contracts';

/** What is known of a problem; the rest follows from its code and status. */
export interface ProblemParts {
  status: number;
  /** Stable, in capitals: `NOT_FOUND`. */
  code: string;
  detail?: string;
  errors?: Problem['errors'];
}

/** Problem details (RFC 9457) whole. `instance` is the path that was asked for. */
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
