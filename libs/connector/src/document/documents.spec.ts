import type { JsonObject } from '@twl/contracts';
import { propagateTypes } from './propagate';
import { resolveReferences } from './resolve-references';
import { parseYaml } from './yaml-document';

const resolved = (text: string): JsonObject => {
  const { value, positions } = parseYaml(text, 'm.yaml');
  return resolveReferences(value as JsonObject, positions);
};

describe('YAML', () => {
  const cases: [what: string, text: string, expected: unknown][] = [
    ['yes and no as Python reads them', 'a: yes\nb: off\nc: n\nd: "yes"', { a: true, b: false, c: 'n', d: 'yes' }],
    ['dates as text', 'a: 2024-01-31\nb: 12:30:45', { a: '2024-01-31', b: '12:30:45' }],
    ['merged mappings, what is written winning', 'x: &x { a: 1, b: 2 }\ny: { <<: *x, b: 3 }', { x: { a: 1, b: 2 }, y: { a: 1, b: 3 } }],
    ['keys that look like truth', 'on: 1\ny: 2', { on: 1, y: 2 }],
    ['integers of any size', 'a: 12345678901234567890', { a: 12345678901234567890n }],
  ];
  it.each(cases)('reads %s', (_what, text, expected) => expect(parseYaml(text, 'm.yaml').value).toEqual(expected));

  it('takes the last of two keys of the same name, and says where it stands', () => {
    const { value, repeated } = parseYaml('a: 1\nb: { c: 1, c: 2 }\na: 3', 'm.yaml');
    expect(value).toEqual({ a: 3, b: { c: 2 } });
    expect(repeated.map(({ path, position }) => [path, position?.line, position?.column])).toEqual([
      ['c', 2, 12],
      ['a', 3, 1],
    ]);
  });

  it('keeps __proto__ as a key like any other', () => {
    const { value } = parseYaml('__proto__: { polluted: 1 }', 'm.yaml');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses aliases that grow without end', () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) => `a${index}: &a${index} [${Array.from({ length: 9 }, () => (index ? `*a${index - 1}` : 'x')).join(', ')}]`,
    );
    expect(() => parseYaml(lines.join('\n'), 'm.yaml')).toThrow();
  });
});

describe('references', () => {
  const cases: [what: string, text: string, expected: unknown][] = [
    ['to a value', 'limit: 50\nsame: "#/limit"', 50],
    ['to a mapping', 'a: { k: 1 }\nsame: "#/a"', { k: 1 }],
    ['with additions, which win', 'a: { k: 1, l: 2 }\nsame: { $ref: "#/a", l: 3, m: 4 }', { k: 1, l: 3, m: 4 }],
    ['into a mapping', 'a: { b: { c: 5 } }\nsame: "#/a/b/c"', 5],
    ['into a list', 'a: [{ b: 1 }, { b: 2 }]\nsame: "#/a/1/b"', 2],
    ['to a key with a slash', 'nested: { path: one }\nnested/path: two\nsame: "#/nested/path"', 'two'],
    ['to a reference', 'a: 1\nb: "#/a"\nsame: "#/b"', 1],
    ['inside a list', 'a: 1\nsame: ["#/a", 2]', [1, 2]],
  ];
  it.each(cases)('lead %s', (_what, text, expected) => expect(resolved(text)['same']).toEqual(expected));

  it('are not looked for in values of the user', () => {
    expect(resolved('check: { config_overrides: { a: "#/nowhere" } }')).toEqual({ check: { config_overrides: { a: '#/nowhere' } } });
  });

  it.each(['a: "#/b"\nb: "#/a"', 'a: { b: { $ref: "#/a" } }', 'a: "#/nowhere"'])(
    'are refused if they have no target or lead back to themselves: %s',
    (text) => {
      expect(() => resolved(text)).toThrow(/leads back to itself|has no target/);
    },
  );
});

describe('parameters and types', () => {
  const spread = (text: string, parentWins = false): JsonObject => {
    const { value, positions } = parseYaml(text, 'm.yaml');
    return propagateTypes(value as JsonObject, 'DeclarativeSource.streams', { positions, parentWins });
  };

  it('go down to every component, the nearest winning', () => {
    const stream = spread(
      'type: DeclarativeStream\n$parameters: { name: n, path: p }\nretriever: { requester: { $parameters: { path: q } } }',
    );
    expect(stream).toMatchObject({
      name: 'n',
      path: 'p',
      retriever: {
        type: 'SimpleRetriever',
        name: 'n',
        requester: { type: 'HttpRequester', path: 'q', $parameters: { name: 'n', path: 'q' } },
      },
    });
  });

  it('do not replace what a component sets itself', () => {
    expect(spread('type: DeclarativeStream\nname: own\n$parameters: { name: n }')).toMatchObject({ name: 'own' });
  });

  it('from above win where that is asked for', () => {
    const stream = spread('type: DeclarativeStream\n$parameters: { path: p }\nretriever: { $parameters: { path: q } }', true);
    expect(stream).toMatchObject({ retriever: { path: 'p' } });
  });

  it('leave JSON schemas alone', () => {
    const stream = spread(
      'type: DeclarativeStream\n$parameters: { name: n }\nschema_loader: { type: InlineSchemaLoader, schema: { type: object, properties: {} } }',
    );
    expect((stream['schema_loader'] as JsonObject)['schema']).toEqual({ type: 'object', properties: {} });
  });
});
