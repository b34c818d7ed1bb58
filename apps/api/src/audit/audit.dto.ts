import { auditEntrySchema, auditQuerySchema, listOf } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

export class AuditQueryDto extends createZodDto(auditQuerySchema) {}
export class AuditListDto extends createZodDto(listOf(auditEntrySchema)) {}

/** A text that is not blank, without the blanks around it. */
const shown = z.string().regex(/\S/).trim().min(1);

/** Who does something: nobody is asked for a password here, so it is what they say. */
export const who = shown.max(200).default('api').describe('who does it, for the audit log; nobody is asked to prove it');

/** Why somebody does something. */
export const why = shown.max(2000).describe('why, for the audit log');
