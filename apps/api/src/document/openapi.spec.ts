import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleSchema } from '@twl/contracts';
import { ApiDocument, type Operation, type Schema } from '@twl/conformance';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ApiUnderTest } from '../testing/api-under-test';
import { examples } from './examples';

const file = join(__dirname, '../../../../docs/openapi.json');
const securityPage = join(__dirname, '../../../../docs/security.md');

interface Media {
  schema: Schema;
  example?: unknown;
}

describe('the OpenAPI document', () => {
  let api: ApiUnderTest;
  let document: OpenAPIObject;
  let operations: (Operation & { summary?: string; tags?: string[]; 'x-role'?: string })[];
  let asked: ApiDocument;
  beforeAll(async () => {
    api = await ApiUnderTest.start();
    document = JSON.parse((await api.ask('/api/openapi.json')).text) as OpenAPIObject;
    asked = new ApiDocument(document as unknown as ApiDocument['root']);
    operations = Object.values(asked.root.paths).flatMap((item) => Object.values(item));
  });
  afterAll(() => api.stop());

  it('is the one in docs/openapi.json (npx nx run api:openapi renews it)', () => {
    if (process.env.WRITE_OPENAPI) writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document);
  });

  it('has the roles that docs/security.md lists (npx nx run api:openapi renews them)', () => {
    const byRole = Map.groupBy(operations, (operation) => operation['x-role'] ?? 'none');
    const lines = ['anyone', ...roleSchema.options].map(
      (role) => `- **${role}**: ${(byRole.get(role) ?? []).map(({ operationId }) => `\`${operationId}\``).join(', ')}`,
    );
    const page = readFileSync(securityPage, 'utf8');
    const list = /(?<=<!-- operations -->\n)[^]*(?=<!-- end -->)/;
    const wanted = `\n${lines.join('\n')}\n\n`;
    if (process.env.WRITE_OPENAPI) writeFileSync(securityPage, page.replace(list, wanted));
    expect(list.exec(readFileSync(securityPage, 'utf8'))?.[0]).toBe(wanted);
  });

  it('is one by the schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(document.servers).toEqual([{ url: '/', description: expect.any(String) }]);
  });

  it('describes every operation under a name of its own and one tag, and every tag', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, summary, tags } of operations)
      expect([operationId, summary, tags]).toEqual([
        expect.stringMatching(/^[a-z]+([A-Z][a-z]+)+$/),
        expect.any(String),
        [expect.any(String)],
      ]);
    const described = document.tags!.map(({ name, description }) => description && name);
    expect([...new Set(operations.flatMap(({ tags }) => tags))].sort()).toEqual([...described].sort());
  });

  it('answers each operation with a schema and an example that fits it, and takes a body that fits its own', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(examples).sort());
    for (const { operationId, requestBody, responses } of operations) {
      const media = [...Object.entries(responses).filter(([status]) => status.startsWith('2')), ['body', requestBody] as const];
      for (const [of, described] of media.filter(([, one]) => one !== undefined)) {
        const { content } = described as { content: Record<string, Media> };
        const { schema, example } = content['application/json'] ?? content['text/event-stream']!;
        expect([operationId, of, example]).toEqual([operationId, of, expect.anything()]);
        expect([operationId, of, asked.faults(schema, example)]).toEqual([operationId, of, []]);
      }
    }
  });

  it('answers each operation with the problems that any has, those of a body and its own, as problem details', () => {
    const statuses = (id: string) => Object.keys(operations.find(({ operationId }) => operationId === id)!.responses).join(' ');
    expect(statuses('listRecords')).toBe('200 303 304 400 401 403 409 431 500 503');
    expect(statuses('getRecordRaw')).toBe('200 303 304 400 401 403 404 409 410 431 500 503');
    expect(statuses('runSource')).toBe('202 400 401 403 404 409 413 415 431 500 503');
    expect(statuses('getLive')).toBe('200 303 304 400 403 431 500 503');
    for (const { operationId, responses } of operations) {
      for (const [status, response] of Object.entries(responses).filter(([code]) => Number(code) >= 400)) {
        expect([operationId, status, Object.keys(asked.resolve(response).content ?? {})]).toEqual([
          operationId,
          status,
          ['application/problem+json'],
        ]);
      }
    }
  });

  it('has every part that is referred to, by a plain name, and no other', () => {
    const kinds = document.components as Record<string, Record<string, unknown>>;
    const parts = Object.entries(kinds).flatMap(([kind, byName]) => Object.keys(byName).map((name) => `#/components/${kind}/${name}`));
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    const schemes = (document.security ?? []).flatMap((one) => Object.keys(one)).map((name) => `#/components/securitySchemes/${name}`);
    expect([...new Set([...referred, ...schemes])].sort()).toEqual(parts.sort());
    expect(parts.join()).not.toMatch(/Dto|Output|nestjs/);
    expect(JSON.stringify(document)).not.toMatch(/x-nestjs_zod|x-problems/);
  });

  it('says nothing twice: what has three properties or more has a name', () => {
    const seen = new Map<string, number>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type, properties } = value as { type?: unknown; properties?: object };
      const text = JSON.stringify(properties);
      if (type === 'object' && properties && Object.keys(properties).length > 2) seen.set(text, (seen.get(text) ?? 0) + 1);
      Object.values(value).forEach(walk);
    };
    walk(document.components!.schemas);
    expect([...seen].filter(([, times]) => times > 1)).toEqual([]);
  });

  it('names the filters of a list as they are asked for', () => {
    const parameters = asked.root.paths['/api/records']!.get!.parameters!.map((one) => asked.resolve(one));
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['source', 'q', 'updatedAt.gte', 'sort', 'limit', 'cursor']));
    expect(parameters.every((parameter) => parameter.in === 'query' && !parameter.required)).toBe(true);
  });
});
