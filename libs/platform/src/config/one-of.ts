import * as z from 'zod';

/** Schema of one of several values; ignores case. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values, { error: ({ input }) => `must be one of ${values.join(', ')}, not ${JSON.stringify(input)}` }));
