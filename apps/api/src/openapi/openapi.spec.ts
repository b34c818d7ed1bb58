import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  analyticsSchema,
  auditEntrySchema,
  driftSchema,
  failureSchema,
  listOf,
  recordSchema,
  runSchema,
  sourceStatusSchema,
  streamContractSchema,
  versionSchema,
} from '@twl/contracts';
import type * as z from 'zod';
import { acceptedSchema } from '../contract/contract.dto';
import { discardSchema, redriveSchema, redrivesSchema } from '../failures/failure-actions.dto';
import { rawViewSchema } from '../records/raw-view';
import { versionDiffSchema } from '../records/record-views.dto';
import { replaySchema } from '../replays/replay';
import { replaysSchema } from '../replays/replays.dto';
import { ApiUnderTest } from '../testing/api-under-test';
import { examples } from './examples';

const file = join(__dirname, '../../../../docs/openapi.json');

describe('the OpenAPI document', () => {
  let api: ApiUnderTest;
  let document: OpenAPIObject;
  beforeAll(async () => {
    api = await ApiUnderTest.start();
    document = JSON.parse((await api.ask('/api/openapi.json')).text) as OpenAPIObject;
  });
  afterAll(() => api.stop());

  it('is the one in docs/openapi.json (npx nx run api:openapi renews it)', () => {
    if (process.env.WRITE_OPENAPI) writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document);
  });

  it('describes every operation, its answer with an example, and its problems', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      [path.get, path.post].filter((operation) => operation !== undefined),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(examples).sort());
    for (const { operationId, summary, tags, responses } of operations) {
      expect([operationId, summary, tags?.length]).toEqual([operationId, expect.any(String), 1]);
      expect(JSON.stringify(responses['200'] ?? responses['202'])).toContain('"example":');
      for (const [status, answer] of Object.entries(responses).filter(([code]) => Number(code) >= 400)) {
        expect([operationId, status, Object.keys((answer as { content: object }).content)]).toEqual([
          operationId,
          status,
          ['application/problem+json'],
        ]);
      }
    }
  });

  it('refers only to schemas that it has, by plain names', () => {
    const names = Object.keys(document.components!.schemas!);
    expect(names).toEqual(expect.arrayContaining(['Record', 'RecordList', 'Problem', 'Source', 'Run']));
    expect(names.join()).not.toMatch(/Dto|Output|nestjs/);
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(names).toContain(name);
    expect(JSON.stringify(document)).not.toContain('x-nestjs_zod');
  });

  it('names the filters of a list as they are asked for', () => {
    const parameters = (document.paths['/api/records']?.get?.parameters ?? []) as { name: string; in: string; required: boolean }[];
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['source', 'q', 'updatedAt.gte', 'sort', 'limit', 'cursor']));
    expect(parameters.every((parameter) => parameter.in === 'query' && !parameter.required)).toBe(true);
  });

  it.each<[string, z.ZodType]>([
    ['listRecords', listOf(recordSchema)],
    ['getRecord', recordSchema],
    ['getRecordRaw', rawViewSchema],
    ['listRecordVersions', listOf(versionSchema)],
    ['getAnalytics', analyticsSchema],
    ['listSources', listOf(sourceStatusSchema)],
    ['getSource', sourceStatusSchema],
    ['listRuns', listOf(runSchema)],
    ['getRun', runSchema],
    ['listFailures', listOf(failureSchema)],
    ['getFailure', failureSchema],
    ['redriveFailure', redriveSchema],
    ['redriveFailures', redrivesSchema],
    ['discardFailure', discardSchema],
    ['listDrift', listOf(driftSchema)],
    ['getContract', streamContractSchema],
    ['acceptChanges', acceptedSchema],
    ['replaySource', replaysSchema],
    ['getReplay', replaySchema],
    ['listAudit', listOf(auditEntrySchema)],
    ['diffRecordVersions', versionDiffSchema],
  ])('has an example of %s that is one', (id, schema) => {
    expect(schema.parse(examples[id])).toEqual(examples[id]);
  });
});
