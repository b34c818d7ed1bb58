import type { Json, JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import { makeContext, makeNode } from '../build/build-context.factory';
import { makeStream } from '../testing/manifests';
import { allowCustomClasses, type CustomOptions } from './custom-components';

class Rounded {
  constructor(private readonly options: CustomOptions) {}

  normalize(record: JsonObject, schema: JsonObject): JsonObject {
    if (record['price'] === 'free') throw new Error('nothing is free');
    const names = Object.keys(schema['properties'] as JsonObject);
    return Object.fromEntries(names.map((name) => [name, Math.round(Number(record[name]) * Number(this.options.properties['times']))]));
  }
}

class FromCount {
  migrate(state: JsonObject): Json {
    return 'count' in state ? { at: String(state['count']) } : state;
  }
}

const contextWith = (classes: Parameters<typeof allowCustomClasses>[1]) => {
  const context = makeContext();
  allowCustomClasses(context, classes);
  return context;
};
const named = (type: string, class_name: string, more: JsonObject = {}): JsonObject => ({
  type,
  class_name: `source_shop.components.${class_name}`,
  ...more,
});

describe('a CustomSchemaNormalization', () => {
  const node = makeNode('RecordSelector', {
    extractor: { type: 'DpathExtractor', field_path: [] },
    schema_normalization: named('CustomSchemaNormalization', 'Rounded', { times: 2 }),
  });
  const select = async (body: string) => {
    const context = contextWith({ Rounded });
    const selector = context
      .with({ selection: { transformations: [], schema: { load: async () => ({ properties: { price: {} } }) } } })
      .build('recordSelector', node);
    const items = [];
    for await (const found of selector.select({ body: payloadOf(body), headers: {}, scope: context.scope() })) items.push(...found);
    return items;
  };

  it('brings records into the types of the schema, and what it fails on is refused alone', async () => {
    const items = await select('[{"price":1.4},{"price":"free"}]');
    expect(items[0]).toMatchObject({ kind: 'record', data: { price: 3 } });
    expect(items[1]).toMatchObject({ kind: 'refused', detail: 'Rounded of components.ts failed: nothing is free' });
  });

  it('does not run where it is not allowed', () => {
    const context = contextWith({ refused: 'say so' });
    expect(() => context.build('recordSelector', node)).toThrow('Rounded is code of its own, which does not run here (say so)');
  });
});

describe('a CustomStateMigration', () => {
  const stream = makeStream({
    stream: {
      incremental_sync: { type: 'DatetimeBasedCursor', cursor_field: 'at', datetime_format: '%s', start_datetime: '0' },
      state_migrations: [named('CustomStateMigration', 'FromCount')],
    },
  });

  it('brings a state into the form of today', () => {
    const core = contextWith({ FromCount }).build(
      'recordStream',
      makeNode('DeclarativeStream', JSON.parse(JSON.stringify(stream)) as JsonObject),
    );
    const begun = (state: Json) => core.pick(state).core.slicer.begin(state).state();
    expect([begun({ count: 7 }), begun({ at: '9' }), begun(null)]).toEqual([{ at: '7' }, { at: '9' }, { at: '0' }]);
  });
});
