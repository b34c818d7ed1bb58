import * as z from 'zod';

/** What is answered, with a 303, in place of an answer that is too large for its way. */
export const handedOverSchema = z.object({
  url: z.url().describe('where the answer is, as `Location` says too: a GET without any other header brings it'),
  bytes: z.int().positive().describe('how long the answer is'),
  expiresAt: z.iso.datetime().describe('until when the address is good'),
});
export type HandedOver = z.infer<typeof handedOverSchema>;
