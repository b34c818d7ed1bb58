import type { ArgumentMetadata } from '@nestjs/common';
import { createZodValidationPipe } from 'nestjs-zod';
import * as z from 'zod';
import { ProblemException } from './problem-exception';

const ZodPipe = createZodValidationPipe({
  createValidationException: (error) => (error instanceof z.ZodError ? invalid(error.issues.flatMap(describe)) : (error as Error)),
});

/** Checks parameters and bodies against their zod DTO; what is wrong becomes a 400 that names each wrong part. */
export class RequestValidation extends ZodPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): unknown {
    // zod passes over this one key without a word.
    if (isObject(value) && Object.hasOwn(value, '__proto__')) throw invalid([{ path: '__proto__', message: 'is not known here' }]);
    // A body that was not sent is an empty one.
    return super.transform(metadata.type === 'body' ? (value ?? {}) : value, metadata) as unknown;
  }
}

function invalid(errors: { path: string; message: string }[]): ProblemException {
  return new ProblemException({ status: 400, code: 'INVALID_REQUEST', detail: summary(errors), errors });
}

function summary(errors: { path: string; message: string }[]): string {
  return errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
}

function describe(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  return issue.keys.slice(0, 20).map((key) => ({ path: [...issue.path, key.slice(0, 200)].join('.'), message: 'is not known here' }));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
