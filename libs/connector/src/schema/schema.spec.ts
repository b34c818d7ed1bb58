import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json, JsonObject } from '@twl/contracts';
import { makeResponse, makeContext, makeNode, ScriptedSender } from '../build/build-context.factory';
import { inferSchema } from './infer-schema';
import { SchemaNormalizer } from './normalize';
import { schemaLoaders } from '../source/schema-loaders';
import { readSchemaFile } from './schema-file';

describe('SchemaNormalizer', () => {
  it.each<[Json, Json, Json]>([
    [{ type: 'string' }, 5, '5'],
    [{ type: 'string' }, true, 'True'],
    [{ type: 'string' }, { a: [1, null] }, "{'a': [1, None]}"],
    [{ type: 'string' }, null, 'None'],
    [{ type: ['null', 'string'] }, null, null],
    [{ type: 'integer' }, '5', 5],
    [{ type: 'integer' }, '12345678901234567890', 12345678901234567890n],
    [{ type: 'integer' }, 5.7, 5],
    [{ type: 'integer' }, '5.7', '5.7'],
    [{ type: 'number' }, ' 5.5 ', 5.5],
    [{ type: 'number' }, 'x', 'x'],
    [{ type: 'number' }, true, 1],
    [{ type: 'number' }, 'NaN', null],
    [{ type: 'number' }, ' -Infinity', null],
    [{ type: 'number' }, '1e400', 10n ** 400n],
    [{ type: 'number' }, '1e5000', '1e5000'],
    [{ type: 'number' }, 10n ** 400n, 10n ** 400n],
    [{ type: 'integer' }, 'NaN', 'NaN'],
    [{ type: ['null', 'boolean'] }, 'yes', true],
    [{ type: 'boolean' }, 'off', false],
    [{ type: 'boolean' }, 'maybe', 'maybe'],
    [{ type: 'boolean' }, 1, true],
    [{ type: ['string', 'integer'] }, 5, 5],
    [{ type: 'array' }, 5, [5]],
    [{ type: 'array', items: { type: ['string'] } }, 'a', ['a']],
    [{ type: 'array', items: { type: 'object' } }, 'a', 'a'],
    [{ type: 'object' }, 'a', 'a'],
    [{ type: 'array', items: { type: 'integer' } }, ['1', 'x', '3'], [1, 'x', 3]],
    [
      { type: 'object', properties: { a: { type: 'string' } } },
      { a: 1, b: 2 },
      { a: '1', b: 2 },
    ],
    [{ $ref: '#/definitions/money' }, { amount: '5' }, { amount: 5 }],
    [
      { $ref: '#/definitions/money', properties: { of: { type: 'integer' } } },
      { amount: '5', of: '6' },
      { amount: 5, of: 6 },
    ],
    [{ $ref: '#/definitions/loop' }, { of: { amount: 1 } }, { of: { amount: 1 } }],
    [{}, 5, 5],
  ])('with %j makes of %j %j', (schema, value, expected) => {
    const definitions = { money: { type: 'object', properties: { amount: { type: 'number' } } }, loop: { $ref: '#/definitions/loop' } };
    expect(new SchemaNormalizer().normalize({ field: value }, { definitions, properties: { field: schema } })).toEqual({ field: expected });
  });
});

describe('schema loaders', () => {
  it('give the schema of the manifest', async () => {
    const schema = { type: 'object', properties: {} };
    expect(await schemaLoaders.InlineSchemaLoader(makeNode('InlineSchemaLoader', { schema })).load()).toEqual(schema);
  });

  describe('from files', () => {
    let folder: string;
    const put = async (path: string, content: string): Promise<void> => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    };
    beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'schemas-'))));
    afterEach(() => rm(folder, { recursive: true }));

    it('read them, with what they refer to', async () => {
      await put('schemas/users.json', '{"properties":{"a":{"$ref":"money.json"},"b":{"$ref":"money.json#/definitions/x"}}}');
      await put('schemas/shared/money.json', '{"type":"number","definitions":{"x":{"type":"string"}}}');
      const expected = { properties: { a: { type: 'number', definitions: { x: { type: 'string' } } }, b: { type: 'string' } } };
      expect(await readSchemaFile(folder, './schemas/users.json')).toEqual(expected);
      expect(await readSchemaFile(folder, './source_shop/schemas/users.json')).toEqual(expected);
    });

    it('refuse what is missing, broken, outside or endless', async () => {
      await put('a.json', 'nope');
      await put('loop.json', '{"a":{"$ref":"loop.json"}}');
      await expect(readSchemaFile(folder, 'none.json')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(readSchemaFile(folder, 'a.json')).rejects.toMatchObject({ code: 'SCHEMA_FILE' });
      await expect(readSchemaFile(folder, '../../etc/passwd')).rejects.toMatchObject({ code: 'SCHEMA_FILE' });
      await expect(readSchemaFile(folder, 'loop.json')).rejects.toMatchObject({ code: 'SCHEMA_FILE' });
    });
  });

  it('make it from what the source says of its fields', async () => {
    const fields: JsonObject[] = [
      { key: 'Name', type: 'text' },
      { key: 'Age', type: 'integer' },
      { key: 'Tags', type: 'list' },
      { key: 'When', type: 'timestamp_without_timezone' },
      { key: 'Other' },
      { key: 'Price', type: 'money', currency: 'EUR' },
    ];
    const sender = new ScriptedSender(() => makeResponse(200, { fields }));
    const context = makeContext({ sender });
    const node = makeNode('DynamicSchemaLoader', {
      retriever: {
        type: 'SimpleRetriever',
        requester: { type: 'HttpRequester', url_base: 'https://api.example.com', path: '/fields' },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
      },
      schema_type_identifier: {
        schema_pointer: ['fields'],
        key_pointer: ['key'],
        type_pointer: ['type'],
        types_mapping: [
          { current_type: 'text', target_type: 'string' },
          { current_type: 'list', target_type: { field_type: 'array', items: 'string' } },
          { current_type: 'money', target_type: ['number', 'string'], condition: "{{ raw_schema.currency == 'EUR' }}" },
        ],
      },
      schema_filter: { type: 'RecordFilter', condition: "{{ 'Age' not in record }}" },
      schema_transformations: [{ type: 'KeysToLower' }],
    });
    const loader = schemaLoaders.DynamicSchemaLoader(node, context);
    expect((await loader.load(context.scope()))['properties']).toEqual({
      name: { type: ['null', 'string'] },
      tags: { type: ['null', 'array'], items: { type: ['null', 'string'] } },
      when: { type: ['null', 'string'], format: 'date-time', airbyte_type: 'timestamp_without_timezone' },
      other: { type: ['null', 'string'] },
      price: { oneOf: [{ type: ['null', 'number'] }, { type: ['null', 'string'] }] },
    });
    await loader.load(context.scope());
    expect(sender.sent).toHaveLength(1);
  });
});

describe('inferSchema', () => {
  it('fits all records', () => {
    const records: JsonObject[] = [
      { id: 1, price: 1, tags: ['a'] },
      { id: 2, price: 1.5, tags: [], owner: { name: null } },
    ];
    expect(inferSchema(records)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: {
        id: { type: 'integer' },
        price: { type: 'number' },
        tags: { type: 'array', items: { type: 'string' } },
        owner: { type: 'object', properties: { name: { type: 'null' } }, required: ['name'] },
      },
      required: ['id', 'price', 'tags'],
    });
  });
});
