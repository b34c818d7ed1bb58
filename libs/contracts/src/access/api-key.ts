import * as z from 'zod';
import { nameSchema } from '../settings/source-settings';
import { roleSchema } from './role';

/** Name of an API key, and of whoever uses it. */
export const keyNameSchema = z
  .string()
  .regex(/\S/)
  .trim()
  .min(1)
  .max(100)
  .describe('who or what uses the key, such as nightly-export; the audit log shows it');

/** Names of the sources that a key is limited to. */
export const keySourcesSchema = z.array(nameSchema).min(1).max(100);

/** An API key as it is listed: everything but the key itself, which is stored nowhere. */
export const apiKeySchema = z.object({
  id: z.string().describe('the part of the key after `twl_`, which is no secret'),
  name: z.string(),
  role: roleSchema,
  sources: z.array(z.string()).nullable().describe('the sources that the key is limited to; null: all'),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime().nullable().describe('from then on the key is refused; null: never'),
  lastUsedAt: z.iso.datetime().nullable().describe('to the minute'),
  revokedAt: z.iso.datetime().nullable().describe('since then the key is refused'),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
