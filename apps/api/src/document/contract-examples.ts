import type { Acceptance, Drift, StreamContract } from '@twl/contracts';
import type * as z from 'zod';
import type { acceptedSchema } from '../contract/contract.dto';
import { exampleFailure } from './example-data';

const { source, stream, runId, runSeq, pageIndex, rawRef, at } = exampleFailure;

export const exampleDrift: Drift = {
  id: `${source}.${stream}.${runSeq}.changed.userId`,
  source,
  stream,
  field: 'userId',
  change: 'changed',
  oldType: 'number',
  newType: 'string',
  policy: 'quarantine',
  status: 'refused',
  runId,
  runSeq,
  pageIndex,
  at,
  rawRef,
  sample: '"1"',
};

const acceptance: Acceptance = { source, stream, field: 'userId', type: 'string', at: '2026-01-31T12:30:00.000Z', who: 'ada' };

export const exampleAccepted: z.infer<typeof acceptedSchema> = { accepted: [acceptance], waiting: 1 };

export const exampleContract: StreamContract = {
  source,
  stream,
  policies: { newFields: 'evolve', typeChange: 'quarantine', removed: 'evolve' },
  fields: [
    {
      field: 'userId',
      types: ['number', 'string'],
      always: true,
      declared: true,
      since: { runId: 'jsonplaceholder.posts.20260130T080000000Z', runSeq: 1, at: '2026-01-30T08:00:00.000Z' },
      policy: 'quarantine',
    },
  ],
  accepted: [acceptance],
};
