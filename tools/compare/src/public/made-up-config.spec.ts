import { madeUpConfig, optionUses } from './made-up-config';

const manifest = `
streams:
  - retriever: { requester: { url_base: "{{ config['host'] }}/api" } }
    incremental_sync: { datetime_format: "%s", start_datetime: "{{ config['since'] }}" }
`;
const resolved = { incremental_sync: { datetime_format: '%s', start_datetime: "{{ config['since'] }}" } };
const made = (properties: object) => madeUpConfig({ properties: properties as never }, optionUses(manifest, resolved));

describe('a made-up config', () => {
  it.each([
    ['an address where addresses begin with it', { host: { type: 'string' } }, 'https://any.example'],
    ['a default', { any: { type: 'integer', default: 5 } }, 5],
    ['a default in its type', { any: { type: 'number', default: '5' } }, 5],
    ['the first of several', { any: { enum: ['b', 'a'] } }, 'b'],
    ['what fits its pattern', { any: { type: 'string', pattern: '^\\d+$' } }, '123'],
    ['one of the words of its pattern', { any: { type: 'string', pattern: '^(sandbox|live)_.+$' } }, 'sandbox_abc123'],
    ['a date as its pattern has it', { any: { type: 'string', pattern: '^[0-9]{2}-[0-9]{4}$' } }, expect.stringMatching(/^\d\d-\d{4}$/)],
    ['a list of one', { any: { type: 'array', items: { type: 'string' } } }, ['abc123']],
    ['nothing where no list is right', { any: { type: 'array', enum: ['a'] } }, undefined],
    ['no pace that is slow', { call_rate_limit: { type: 'integer', minimum: 1 } }, 10_000],
    ['a time in the format it is read in', { since: { type: 'integer' } }, expect.any(Number)],
    ['a date', { start_date: { type: 'string', format: 'date' } }, expect.stringMatching(/^\d{4}-\d\d-01$/)],
    ['a choice', { any: { type: 'object', oneOf: [{ properties: { kind: { const: 'x' } } }] } }, { kind: 'x' }],
  ])('has %s', (_what, properties, value) => {
    expect(Object.values(made(properties).config)).toEqual([value]);
  });

  it('has what is required, even if nothing is said of it', () => {
    expect(madeUpConfig({ properties: {}, required: ['key'] }).config).toEqual({ key: 'abc123' });
  });

  it('has nothing else where only that is wanted, but defaults and the constants of a choice', () => {
    const kind = { type: 'string', const: 'x' };
    const login = { type: 'object', oneOf: [{ required: ['user'], properties: { kind, user: {}, group: {} } }] };
    const schema = { required: ['key', 'login'], properties: { key: {}, since: {}, shop: {}, size: { default: 5 }, login } };
    expect(madeUpConfig(schema, undefined, true).config).toEqual({ key: 'abc123', size: 5, login: { kind: 'x', user: 'abc123' } });
  });

  it('tells its secrets', () => {
    expect(made({ a: { properties: { key: { type: 'string', airbyte_secret: true } } } }).secrets).toEqual([['a', 'key']]);
  });
});
