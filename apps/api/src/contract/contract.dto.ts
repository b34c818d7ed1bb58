import { acceptanceSchema, driftQuerySchema, driftSchema, listOf, streamContractSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { who, why } from '../audit/audit.dto';

/** Result of accepting changes. */
export const acceptedSchema = z.object({
  accepted: z.array(acceptanceSchema).describe('changes accepted by this request; empty if no change was refused'),
  waiting: z.int().nonnegative().describe('number of refused records and pages that can be redriven now'),
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
      .describe('only changes of these fields; default all refused changes'),
    why,
    who,
  }),
) {}
