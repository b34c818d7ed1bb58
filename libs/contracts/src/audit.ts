import * as z from 'zod';
import { paging } from './queries/list';

/** What people, and programs for them, do to what was refused, stored or remembered. */
export const auditActionSchema = z.enum([
  'redrive',
  'discard',
  'replay',
  'set-state',
  'clear-state',
  'confirm-deletions',
  'undo-deletions',
  'accept',
]);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** How it is known who somebody is. */
export const identitySchema = z.enum(['stated', 'os-user']);
export type ActorIdentity = z.infer<typeof identitySchema>;

/** One action as it was written down: who did what to what, when, why, and what came of it. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  who: z.string().describe('as they named themselves: the user of the operating system, or what the API was told'),
  identity: identitySchema.describe(
    'how `who` was established. stated: typed in, not proven. os-user: the user that the operating system ran the command for',
  ),
  action: auditActionSchema,
  target: z.string().describe('the id of a failure or of a run, or {source}.{stream}'),
  why: z.string().nullable(),
  result: z.string().describe('what came of it, for a person'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What `/audit` can be asked. Newest first. */
export const auditQuerySchema = z.strictObject({
  action: auditActionSchema.optional().describe('only actions of this kind'),
  target: z.string().max(400).optional().describe('only what was done to this: the id of a failure or of a run, or {source}.{stream}'),
  who: z.string().max(200).optional().describe('only what was done by them'),
  ...paging,
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
