import * as z from 'zod';
import { ProblemException } from './problem-exception';
import { RequestValidation } from './request-validation';

const query = z
  .strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    version: z.coerce.number().int().min(1).optional(),
    sort: z.enum(['-updatedAt', 'updatedAt']).default('-updatedAt'),
    deleted: z.literal('include').optional(),
    q: z.string().max(200).optional(),
    'updatedAt.gte': z.iso.datetime({ offset: true }).optional(),
    from: z.iso.date().optional(),
  })
  .refine(({ q, from }) => !q || !from, { path: ['q'], message: 'cannot be given together with from' });

const body = z.strictObject({
  why: z.string().regex(/\S/).trim().min(1).max(2000),
  streams: z.array(z.string().max(5)).min(1).max(3).optional(),
  rate: z.number().min(0.1).max(1000).optional(),
  count: z.int().max(9).optional(),
  dryRun: z.boolean().default(true),
  filter: z.strictObject({ source: z.string().optional() }).prefault({}),
});

/** The sentences about a value, and the paths that they are about. */
const faults = (type: 'query' | 'body', value: unknown): { detail: string; paths: string[] } => {
  try {
    new RequestValidation(type === 'query' ? query : body).transform(value, { type });
  } catch (error) {
    if (!(error instanceof ProblemException)) throw error;
    const { detail = '', errors = [] } = error.problem;
    expect(detail).toBe(errors.map(({ message }) => message).join('; '));
    return { detail, paths: errors.map(({ path }) => path) };
  }
  return { detail: '', paths: [] };
};

describe('what is said of a wrong parameter', () => {
  it.each<[string, unknown, string]>([
    ['limit', '201', 'limit must be a whole number from 1 to 200'],
    ['limit', 'x', 'limit must be a whole number from 1 to 200'],
    ['limit', '1.5', 'limit must be a whole number from 1 to 200'],
    ['limit', '', 'limit must be a whole number from 1 to 200'],
    ['limit', ['1', '2'], 'limit must be a whole number from 1 to 200, given only once'],
    ['version', '0', 'version must be a whole number of at least 1'],
    ['sort', 'id', 'sort must be one of -updatedAt, updatedAt'],
    ['deleted', 'yes', 'deleted must be include'],
    ['q', 'x'.repeat(201), 'q must be a text of at most 200 characters'],
    ['updatedAt.gte', 'yesterday', 'updatedAt.gte must be a date and time such as 2026-01-31T00:00:00Z'],
    ['updatedAt.gte', '2026-01-31T00:00:00', 'updatedAt.gte must be a date and time such as 2026-01-31T00:00:00Z'],
    ['from', '2026-02-30', 'from must be a day such as 2026-01-31'],
    ['limt', '1', 'limt is not a known parameter: did you mean limit?'],
    ['updatedAt.get', '1', 'updatedAt.get is not a known parameter: did you mean updatedAt.gte?'],
    ['page', '1', 'page is not a known parameter: use one of limit, version, sort, deleted, q, updatedAt.gte, from'],
  ])('%s=%j: %s', (name, value, message) => {
    expect(faults('query', { [name]: value })).toEqual({ detail: message, paths: [name] });
  });

  it('says it of each, in the order of the schema, and unknown ones last', () => {
    const { detail, paths } = faults('query', { nothing: '1', sort: 'x', limit: '0' });
    expect(paths).toEqual(['limit', 'sort', 'nothing']);
    expect(detail).toMatch(/^limit must .*; sort must .*; nothing is not a known parameter: /);
  });

  it('says what two parameters must not be together', () => {
    expect(faults('query', { q: 'a', from: '2026-01-31' })).toEqual({ detail: 'q cannot be given together with from', paths: ['q'] });
  });

  it('says where no parameter is taken', () => {
    const validation = new RequestValidation(z.strictObject({}));
    expect(() => validation.transform({ x: '1' }, { type: 'query' })).toThrow('x is not a known parameter: no parameters are allowed');
  });
});

describe('what is said of a wrong body', () => {
  it.each<[string, unknown, string, string]>([
    ['why', undefined, 'why', 'why is missing: it must be a text of 1 to 2000 characters, not only blanks'],
    ['why', '  ', 'why', 'why must be a text of 1 to 2000 characters, not only blanks'],
    ['why', 7, 'why', 'why must be a text of 1 to 2000 characters, not only blanks'],
    ['streams', 'a', 'streams', 'streams must be a list of 1 to 3 items'],
    ['streams', [], 'streams', 'streams must be a list of 1 to 3 items'],
    ['streams', ['a', 'abcdef'], 'streams.1', 'streams.1 must be a text of at most 5 characters'],
    ['rate', 0, 'rate', 'rate must be a number from 0.1 to 1000'],
    ['count', 10, 'count', 'count must be a whole number of at most 9'],
    ['dryRun', 'no', 'dryRun', 'dryRun must be true or false'],
    ['filter', { src: 'a' }, 'filter.src', 'filter.src is not a known field: use one of source'],
    ['filter', 7, 'filter', 'filter must be an object'],
    ['dryrun', true, 'dryrun', 'dryrun is not a known field: did you mean dryRun?'],
  ])('%s: %j', (name, value, path, message) => {
    expect(faults('body', { why: 'because', [name]: value })).toEqual({ detail: message, paths: [path] });
  });

  it('says which items of a list, in their order', () => {
    expect(faults('body', { why: 'x', streams: ['abcdef', 'a', 7] }).paths).toEqual(['streams.0', 'streams.2']);
  });

  it.each([[[]], ['text'], [7]])('says that %j is no body', (value) => {
    expect(faults('body', value)).toEqual({ detail: 'the body must be an object', paths: [''] });
  });
});
