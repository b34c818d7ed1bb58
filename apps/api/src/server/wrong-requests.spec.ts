import { ApiDocument, type DocumentedParameter, type Schema } from '@twl/conformance';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';

const document = ApiDocument.committed();

/** What a value of a schema is said to have to be, and a value that is not that; for the schemas that parameters have. */
const wrongBy = ({ type, format, enum: values, const: only, maxLength, minimum, maximum }: Schema): { value: string; must: RegExp } => {
  if (only !== undefined) return { value: 'x', must: new RegExp(`^must be ${String(only)}$`) };
  if (Array.isArray(values)) return { value: 'x', must: new RegExp(`^must be one of ${values.join(', ')}$`) };
  if (type === 'integer') {
    const range = maximum === undefined ? `of at least ${String(minimum)}` : `from ${String(minimum)} to ${String(maximum)}`;
    return { value: String(Number(minimum) - 1), must: new RegExp(`^must be a whole number ${range}$`) };
  }
  if (format === 'date-time') return { value: 'x', must: /^must be a date and time such as 2026-01-31T00:00:00Z$/ };
  return { value: 'x'.repeat(Number(maxLength) + 1), must: new RegExp(`^must be a text of at most ${String(maxLength)} characters$`) };
};

interface Asked {
  id: string;
  method: string;
  path: string;
}

const operations = Object.entries(document.root.paths).flatMap(([template, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    ...{ id: operation.operationId, method: method.toUpperCase(), path: template.replaceAll(/\{\w+\}/g, 'x') },
    parameters: (operation.parameters ?? []).map((one) => document.resolve<DocumentedParameter>(one)).filter((one) => one.in === 'query'),
    body: operation.requestBody?.content['application/json']?.schema,
  })),
);

const parameters = operations.flatMap(({ parameters: all, ...asked }) =>
  all.map(({ name, schema }) => [asked.id, name, { ...asked, schema }] as [string, string, Asked & { schema: Schema }]),
);

/** A value of another type, and what the right one is called. */
const otherType: Readonly<Record<string, [unknown, RegExp]>> = {
  string: [7, /^must be (a text|a day|one of )/],
  array: ['x', /^must be a list of 1 to /],
  boolean: ['yes', /^must be true or false$/],
  integer: [1.5, /^must be a whole number from /],
  number: ['x', /^must be a number from /],
  object: [[], /^must be an object$/],
};

const fields = operations.flatMap(({ body, ...asked }) => {
  const { properties = {} } = body ? document.resolve<{ properties?: Record<string, Schema> }>(body) : {};
  return Object.entries(properties).map(
    ([name, schema]) =>
      [asked.id, name, { ...asked, schema: document.resolve<Schema>(schema) }] as [string, string, Asked & { schema: Schema }],
  );
});

describe('a wrong request', () => {
  let api: ApiUnderTest;
  beforeAll(async () => (api = await ApiUnderTest.start()));
  afterAll(() => api.stop());

  const errorsOf = async ({ method, path }: Asked, query: string, body?: unknown) => {
    const problem = problemIn(await api.ask(path + query, { method, body }));
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
    return problem.errors as { path: string; message: string }[];
  };

  it.each(parameters)('%s is told what %s must be', async (_, name, asked) => {
    const { value, must } = wrongBy(asked.schema);
    const found = (await errorsOf(asked, `?${encodeURIComponent(name)}=${value}`)).find(({ path }) => path === name)!;
    expect(found.message.slice(0, name.length + 1)).toBe(`${name} `);
    expect(found.message.slice(name.length + 1)).toMatch(must);
  });

  it.each(operations.map((asked) => [asked.id, asked] as const))('%s is told that there is no such parameter', async (_, asked) => {
    const errors = await errorsOf(asked, '?limti=1');
    const told = asked.parameters.some(({ name }) => name === 'limit')
      ? /: did you mean limit\?$/
      : /: (no parameters are allowed|use one of .*)$/;
    expect(errors.at(-1)).toEqual({ path: 'limti', message: expect.stringMatching(told) });
  });

  it.each(fields)('%s is told what %s in its body must be', async (_, name, asked) => {
    const [value, must] = otherType[String(asked.schema.type)]!;
    const found = (await errorsOf(asked, '', { [name]: value })).find(({ path }) => path === name)!;
    expect(found.message.slice(0, name.length + 1)).toBe(`${name} `);
    expect(found.message.slice(name.length + 1)).toMatch(must);
  });
});
