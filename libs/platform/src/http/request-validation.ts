import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { Problem } from '@twl/contracts';
import * as z from 'zod';
import { ProblemException } from './problem-exception';
import { validationFaults } from './validation-faults';

/** Checks parameters and bodies against their zod DTO; what is wrong becomes a 400 that names each wrong part. */
export class RequestValidation implements PipeTransform {
  /** @param schema what is checked against; default what the DTO of an argument says */
  constructor(private readonly schema?: z.ZodType) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    const schema = this.schema ?? schemaOf(metatype);
    // A path has one text for each of its parameters: whether something has that name is not for a schema to say.
    if (!schema || (type !== 'query' && type !== 'body')) return value;
    // A body that was not sent is an empty one.
    const given = type === 'body' ? (value ?? {}) : value;
    // zod passes over this one key without a word.
    if (isObject(given) && Object.hasOwn(given, '__proto__')) throw invalid([{ path: '__proto__', message: '__proto__ is no name here' }]);
    const { error, data } = schema.safeParse(given);
    if (error) throw invalid(validationFaults(error.issues, { schema, value: given, place: type }));
    return data;
  }
}

const invalid = (errors: NonNullable<Problem['errors']>): ProblemException =>
  new ProblemException({ status: 400, code: 'INVALID_REQUEST', detail: errors.map(({ message }) => message).join('; '), errors });

/** The schema of a class that `createZodDto` made. */
function schemaOf(metatype: unknown): z.ZodType | undefined {
  const schema = typeof metatype === 'function' && 'schema' in metatype ? metatype.schema : undefined;
  return schema instanceof z.ZodType ? schema : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
