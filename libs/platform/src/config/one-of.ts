import * as z from 'zod';

/** What is chosen by name, whatever the case it is written in. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values, { error: ({ input }) => `must be one of ${values.join(', ')}, not ${JSON.stringify(input)}` }));
