import { listOf, sourceStatusSchema } from '@twl/contracts';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';

const runSourceSchema = z.strictObject({
  streams: z.array(z.string().max(200)).min(1).max(1000).optional().describe('streams to run; default all'),
});

const requestedRunsSchema = z.object({
  runs: z.array(z.object({ id: z.string(), source: z.string(), stream: z.string() })).describe('one run per stream, with its id'),
});

export class SourceDto extends createZodDto(sourceStatusSchema) {}
export class SourceListDto extends createZodDto(listOf(sourceStatusSchema)) {}
export class RunSourceDto extends createZodDto(runSourceSchema) {}
export class RequestedRunsDto extends createZodDto(requestedRunsSchema) {}
