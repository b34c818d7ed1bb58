import { sourceSettingsSchema } from '@twl/contracts';
import fc from 'fast-check';
import { parse } from 'yaml';
import { settingsText } from './settings-text';

const described = (changes: Partial<Parameters<typeof settingsText>[1]> = {}) => ({
  streams: ['posts'],
  hasDynamicStreams: false,
  specification: {},
  hosts: ['api.test'],
  openAddresses: [],
  configuredAddresses: [],
  ...changes,
});
const object = (properties: Record<string, object>, required: string[] = []) => ({ type: 'object', required, properties }) as never;
const read = (text: string): Record<string, unknown> => parse(text) as Record<string, unknown>;
/** An option that is a comment. */
const option = /^ *# ([A-Za-z_][\w-]*|"(?:[^"\\]|\\.)*"):( |$)/;
const withLines = (text: string, places: number[]): string =>
  text
    .split('\n')
    .map((line, at) => (places.includes(at) ? line.replace('# ', '') : line))
    .join('\n');
const problemsOf = (text: string): unknown[] => {
  try {
    return sourceSettingsSchema.safeParse(read(text)).error?.issues ?? [];
  } catch (error) {
    return [(error as Error).message, text];
  }
};
const countKeys = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.entries(value).reduce((sum, [, each]) => sum + 1 + countKeys(each), 0) : 0;

const keys = fc.oneof(fc.constantFrom('a', 'b-c', 'd_e', 'yes', '1', 'x y', 'k: v', '#', '"q"'), fc.string({ minLength: 1, maxLength: 5 }));
const leaves = fc.record(
  {
    type: fc.constantFrom('string', 'integer', 'array', 'object'),
    title: fc.string(),
    default: fc.jsonValue({ maxDepth: 2 }),
    airbyte_secret: fc.boolean(),
  },
  { requiredKeys: [] },
);
const { specifications } = fc.letrec<{ specifications: object; properties: object }>((tie) => ({
  properties: fc.oneof(
    { maxDepth: 3 },
    leaves,
    tie('specifications'),
    fc.record({ oneOf: fc.array(tie('specifications'), { maxLength: 2 }) }),
  ),
  specifications: fc
    .uniqueArray(fc.tuple(keys, tie('properties'), fc.boolean()), { maxLength: 4, selector: ([key]) => key })
    .map((all) => ({
      type: 'object',
      required: all.flatMap(([key, , isRequired]) => (isRequired ? [key] : [])),
      properties: Object.fromEntries(all.map(([key, property]) => [key, property])),
    })),
}));

describe('a source.yaml around a manifest', () => {
  it('names what is needed first, with defaults, and what can be left out as comments', () => {
    const text = settingsText(
      'shop',
      described({
        specification: object(
          {
            limit: { type: 'integer', default: 50 },
            base: { type: 'string', default: 'https://api.test' },
            since: { type: 'string', description: 'from when on', examples: ['2026-01-01'] },
          },
          ['base', 'since'],
        ),
      }),
    );
    expect(read(text)).toEqual({
      enabled: false,
      schedule: { cron: '*/5 * * * *' },
      config: { base: 'https://api.test', since: null },
      streams: { posts: {} },
    });
    expect(text).toContain('  # Required; string; such as "2026-01-01"; from when on\n  since:\n');
    expect(text).toContain('  # Optional; integer\n  # limit: 50\n');
  });

  it('names secrets and never asks for their values', () => {
    const key = { type: 'string', airbyte_secret: true };
    const text = settingsText(
      'my-shop',
      described({ specification: object({ 'api-key': key, nested: object({ token: key }, ['token']) }, ['api-key', 'nested']) }),
    );
    expect(read(text)['config']).toEqual({
      'api-key': { secret: 'MY_SHOP_API_KEY' },
      nested: { token: { secret: 'MY_SHOP_NESTED_TOKEN' } },
    });
    expect(read(settingsText('1st', described({ specification: object({ k: key }, ['k']) })))['config']).toEqual({
      k: { secret: 'S_1ST_K' },
    });
  });

  it('takes the first of several ways, and names the others', () => {
    const way = (title: string, name: string) => ({
      title,
      ...(object({ how: { const: name }, [name]: { type: 'string' } }, [name]) as object),
    });
    const text = settingsText(
      'shop',
      described({
        specification: object({ access: { type: 'object', oneOf: [way('By key', 'key'), way('By token', 'token')] } }, ['access']),
      }),
    );
    expect(read(text)['config']).toEqual({ access: { how: 'key', key: null } });
    expect(text).toContain('# One of: By key, By token. The lines show the first.');
  });

  it('keeps whatever a manifest says inside comments and quotes', () => {
    const nasty = 'x\nevil: true\r\n- y\u2028evil: 1 # "\'{}';
    const text = settingsText(
      'shop',
      described({
        streams: ['../../x', 'a: b', 'true', '__proto__', nasty],
        specification: object(
          { [nasty]: { type: 'string', title: nasty, description: nasty, default: nasty, enum: [nasty] }, no: { default: 'yes' } },
          [nasty, 'no'],
        ),
      }),
    );
    const { config, streams, ...rest } = read(text) as Record<string, Record<string, unknown>>;
    expect(config).toEqual({ [nasty]: nasty, no: 'yes' });
    expect(Object.keys(streams!)).toEqual(['../../x', 'a: b', 'true', '__proto__', nasty]);
    expect(rest).toEqual({ enabled: false, schedule: { cron: '*/5 * * * *' } });
  });

  it('bears specifications without end', () => {
    let deep: object = { type: 'string' };
    for (let n = 0; n < 50; n++) deep = object({ n: deep }, ['n']);
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, { type: 'string', description: 'x'.repeat(5000) }]));
    for (const specification of [deep, object(wide)])
      expect(read(settingsText('shop', described({ specification: specification as never })))).toHaveProperty('streams');
    expect(settingsText('shop', described({ specification: object(wide) })).length).toBeLessThan(200_000);
  });

  it('shows an option with parts on one line, and says of each part what it is', () => {
    const access = { ...(object({ how: { const: 'key' }, key: { type: 'string', airbyte_secret: true } }, ['key']) as object) };
    const text = settingsText('shop', described({ specification: object({ access, b: object({ c: { default: 'x', title: 'C' } }) }) }));
    expect(text).toContain('  # access: { how: key, key: { secret: SHOP_ACCESS_KEY } }\n');
    expect(text).toContain('  # b.c; Optional; C\n  # b: { c: x }\n');
  });

  it('stays valid whichever option is made a line, and with all of them', () => {
    fc.assert(
      fc.property(specifications, fc.boolean(), (specification, hasDynamicStreams) => {
        const text = settingsText('shop', described({ specification: specification as never, hasDynamicStreams }));
        expect(problemsOf(text)).toEqual([]);
        const places = text.split('\n').flatMap((line, at) => (option.test(line) ? [at] : []));
        for (const chosen of [...places.map((at) => [at]), places]) expect(problemsOf(withLines(text, chosen))).toEqual([]);
        for (const at of places.slice(0, 5)) expect(countKeys(read(withLines(text, [at])))).toBeGreaterThan(countKeys(read(text)));
      }),
      { numRuns: 60 },
    );
  });

  it('asks for hosts only where the manifest does not tell them', () => {
    expect(read(settingsText('shop', described()))).not.toHaveProperty('allowedHosts');
    const text = settingsText('shop', described({ openAddresses: ['{{ response.next }}'] }));
    expect(read(text)['allowedHosts']).toEqual(['api.test']);
    expect(text).toContain('#   {{ response.next }}');
  });

  it('leaves streams open that only the source knows', () => {
    expect(read(settingsText('shop', described({ hasDynamicStreams: true })))).not.toHaveProperty('streams');
  });
});
