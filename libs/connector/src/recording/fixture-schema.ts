import * as z from 'zod';

const headers = z.record(z.string(), z.string()).default({});

/** `recording.yaml`: what was recorded of a stream, and when. */
export const recordingSchema = z.strictObject({
  v: z.literal(1),
  stream: z.string(),
  simulated: z.boolean(),
  maxPages: z.int().positive(),
  reads: z.partialRecord(
    z.enum(['full', 'repeat', 'next', 'future']),
    z.strictObject({
      at: z.iso.datetime(),
      pages: z.int().nonnegative(),
      end: z.enum(['complete', 'cut', 'failed', 'stalled', 'deferred', 'suspect']),
      reason: z.string().optional(),
    }),
  ),
});

/** The head of one exchange. Its body is in a separate file, or is that of an exchange of the read `full`. */
export const headSchema = z.strictObject({
  request: z.strictObject({ method: z.string(), url: z.string(), headers, body: z.string().optional() }),
  response: z
    .strictObject({
      status: z.int(),
      headers,
      url: z.string().optional(),
      body: z.string(),
      /** The body was one line of JSON: it is laid out over lines for people. */
      packed: z.boolean().optional(),
      gzip: z.boolean().optional(),
    })
    .optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** The response is that of this exchange of the read `full`. */
  sameAs: z.string().optional(),
});
export type FixtureHead = z.infer<typeof headSchema>;
