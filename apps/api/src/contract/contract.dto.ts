import { acceptanceSchema, driftQuerySchema, driftSchema, listOf, streamContractSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

/** What accepting came to. */
export const acceptedSchema = z.object({
  accepted: z.array(acceptanceSchema).describe('what was accepted now; empty where nothing was held back'),
  waiting: z.int().nonnegative().describe('refused records and pages that can be redriven now'),
});

export class DriftQueryDto extends createZodDto(driftQuerySchema) {}
export class DriftListDto extends createZodDto(listOf(driftSchema)) {}
export class ContractDto extends createZodDto(streamContractSchema) {}
export class AcceptedDto extends createZodDto(acceptedSchema) {}
export class AcceptChangesDto extends createZodDto(
  z.strictObject({
    fields: z
      .array(z.string().min(1).max(1000))
      .min(1)
      .max(1000)
      .optional()
      .describe('only changes of these fields; default all that were held back'),
    why,
    who,
  }),
) {}
