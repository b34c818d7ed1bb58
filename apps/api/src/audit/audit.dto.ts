import { auditEntrySchema, auditQuerySchema, listOf } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

export class AuditQueryDto extends createZodDto(auditQuerySchema) {}
export class AuditListDto extends createZodDto(listOf(auditEntrySchema)) {}

/** A text that is not blank, trimmed. */
const nonBlankText = z.string().regex(/\S/).trim().min(1);

/** Name of an actor who neither signed in nor says one. */
export const defaultWho = 'api';

/** Name of the actor as the request states it. */
export const who = nonBlankText
  .max(200)
  .default(defaultWho)
  .describe('name of the actor, for the audit log; it is not verified, and stands beside the name of a caller who signed in');

/** Reason for an action. */
export const why = nonBlankText.max(2000).describe('reason, for the audit log');

/** Body of an action that is previewed with `dryRun`. */
export class ActionDto extends createZodDto(
  z.strictObject({ dryRun: z.boolean().default(false).describe('true: only say what would happen'), why: why.optional(), who }),
) {}
