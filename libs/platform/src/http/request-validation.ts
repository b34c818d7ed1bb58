import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { Problem } from '@twl/contracts';
import * as z from 'zod';
import { ProblemException } from './problem-exception';
import { validationFaults } from './validation-faults';

/** Validates parameters and bodies against their zod DTO. A failure becomes a 400 with each invalid part. */
export class RequestValidation implements PipeTransform {
  /** @param schema schema to validate against; default the one of the argument's DTO */
  constructor(private readonly schema?: z.ZodType) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    const schema = this.schema ?? schemaOf(metatype);
    // Path parameters are not validated: an unknown name is a 404.
    if (!schema || (type !== 'query' && type !== 'body')) return value;
    // A missing body counts as an empty object.
    const given = type === 'body' ? (value ?? {}) : value;
    // zod ignores this key silently.
    if (isObject(given) && Object.hasOwn(given, '__proto__')) throw invalid([{ path: '__proto__', message: '__proto__ is not allowed' }]);
    const { error, data } = schema.safeParse(given);
    if (error) throw invalid(validationFaults(error.issues, { schema, value: given, location: type }));
    return data;
  }
}

const invalid = (errors: NonNullable<Problem['errors']>): ProblemException =>
  new ProblemException({ status: 400, code: 'INVALID_REQUEST', detail: errors.map(({ message }) => message).join('; '), errors });

/** Returns the schema of a class from `createZodDto`. */
function schemaOf(metatype: unknown): z.ZodType | undefined {
  const schema = typeof metatype === 'function' && 'schema' in metatype ? metatype.schema : undefined;
  return schema instanceof z.ZodType ? schema : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
