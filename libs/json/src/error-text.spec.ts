import { errorText } from './error-text';

describe('errorText', () => {
  it.each<[string, unknown, string]>([
    ['an error', new TypeError('broken'), 'broken'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['several errors', new AggregateError([new Error('one'), new Error('two')]), 'one; two'],
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'undefined'],
    ['an object with a message', { message: 'broken' }, 'broken'],
    ['an object, by its names alone', { code: 5, token: 'secret' }, 'an object with code, token was thrown'],
    ['a list', ['secret'], 'a list was thrown'],
    ['an object without a prototype', Object.create(null), 'an object was thrown'],
  ])('shows %s', (_what, thrown, text) => {
    expect(errorText(thrown)).toBe(text);
  });
});
