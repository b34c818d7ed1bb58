import { problem, type SimulatedAnswer, type Call } from '../http/answer';
import { authors, booksOf } from './book';
import { doors, grantOf, sessionOf } from './members';
import { ok, shelves } from './shelves';

const refused = (): SimulatedAnswer => problem(401, 'authentication failed');

/** Serves a library for the examples: the same books with every kind of paging and of authentication. */
export const libraryEndpoint = (seed: string, now: () => number) => {
  const books = booksOf(seed);
  return (call: Call): SimulatedAnswer => {
    const [, first = '', second = '', third = ''] = call.rest.split('/');
    if (first === 'members') return doors[second]?.(call, now()) ? ok({ books: books.slice(0, 10) }) : refused();
    if (first === 'authors' && second === '') return ok({ authors });
    if (first === 'authors' && third === 'books') return ok({ books: books.filter(({ author_id }) => author_id === Number(second)) });
    if (call.method === 'POST' && call.rest === '/oauth/token') return granted(grantOf(new URLSearchParams(call.body)));
    if (call.method === 'POST' && first === 'login') return granted(sessionOf(call.json()));
    return (second === '' && shelves[first]?.(books, call)) || problem(404, 'not found');
  };
};

const granted = (body: Record<string, unknown> | undefined): SimulatedAnswer => (body ? { ...ok(body), etag: false } : refused());
