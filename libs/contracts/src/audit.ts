import * as z from 'zod';
import { paging } from './queries/list';

/** Actions of people, and of programs for them, on sources, runs, failures, records, states and contracts. */
export const auditActionSchema = z.enum([
  'redrive',
  'discard',
  'replay',
  'set-state',
  'clear-state',
  'confirm-deletions',
  'undo-deletions',
  'accept',
  'create-key',
  'revoke-key',
  'cancel',
  'pause',
  'resume',
  'export',
  'test-alerts',
]);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** How the identity of an actor was established. */
export const identitySchema = z.enum(['stated', 'os-user', 'api-key', 'oidc']);
export type ActorIdentity = z.infer<typeof identitySchema>;

/** One audited action: who did what to what, when, why, and with which result. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  who: z.string().describe('name of the actor: the user of the operating system, who signed in to the API, or the name given to the API'),
  stated: z.string().optional().describe('the name that an actor who signed in gave besides, not verified'),
  identity: identitySchema.describe(
    'how `who` was established. stated: given by the actor, not verified. os-user: the user of the operating system who ran the command. api-key: the name and id of an API key. oidc: the name and subject in a token of the issuer',
  ),
  action: auditActionSchema,
  target: z
    .string()
    .describe('id of a failure, a run or an API key, names of channels, {source} or {source}.{stream}, or what was exported'),
  why: z.string().nullable(),
  result: z.string().describe('result of the action, as a text to read'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Query parameters of `/audit`. Newest first. */
export const auditQuerySchema = z.strictObject({
  action: auditActionSchema.optional().describe('only actions of this kind'),
  target: z
    .string()
    .max(400)
    .optional()
    .describe('only actions on this target: the id of a failure, a run or an API key, {source} or {source}.{stream}'),
  who: z.string().max(200).optional().describe('only actions of this actor'),
  ...paging,
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
