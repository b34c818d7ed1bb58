import * as z from 'zod';

/** Body of the 303 that replaces a response too large to send directly. */
export const handedOverSchema = z.object({
  url: z.url().describe('address of the response, same as `Location`: a GET without any other header returns it'),
  bytes: z.int().positive().describe('length of the response'),
  expiresAt: z.iso.datetime().describe('when the address expires'),
});
export type HandedOver = z.infer<typeof handedOverSchema>;
