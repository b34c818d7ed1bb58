import * as z from 'zod';
import { identitySchema } from '../audit';
import { roleSchema } from './role';

/** Who sends a request, and how one signs in to this installation. */
export const sessionSchema = z.object({
  caller: z
    .object({
      name: z.string().nullable().describe('name in the audit log; null: nobody signed in'),
      identity: identitySchema,
      role: roleSchema,
      sources: z.array(z.string()).nullable().describe('the sources that the caller is limited to; null: all'),
    })
    .nullable()
    .describe('null: one has to sign in first'),
  signIn: z.object({
    byKey: z.boolean().describe('with an API key'),
    byIssuer: z.boolean().describe('at the OpenID Connect issuer of this installation'),
  }),
  readOnly: z.boolean().describe('true: nothing can be changed, whoever asks'),
});
export type Session = z.infer<typeof sessionSchema>;
