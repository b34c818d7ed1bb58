import { apiKeySchema, keyNameSchema, keySourcesSchema, listOf, roleSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

const createKeySchema = z.strictObject({
  name: keyNameSchema,
  role: roleSchema,
  sources: keySourcesSchema.optional().describe('names of the sources to limit the key to; default all'),
  expiresInDays: z
    .int()
    .min(0)
    .max(3650)
    .default(365)
    .describe('days after which the key expires; 0: never. Default a year, so that a forgotten key does not last'),
  why: why.optional(),
  who,
});

/** A key that was made, with its text. */
export const createdKeySchema = z.object({
  key: apiKeySchema,
  text: z.string().describe('the key itself, to send as `Authorization: Bearer …`. It is shown only now'),
});

export class CreateKeyDto extends createZodDto(createKeySchema) {}
export class RevokeKeyDto extends createZodDto(z.strictObject({ why: why.optional(), who })) {}
export class CreatedKeyDto extends createZodDto(createdKeySchema) {}
export class ApiKeyDto extends createZodDto(apiKeySchema) {}
export class ApiKeyListDto extends createZodDto(listOf(apiKeySchema)) {}
