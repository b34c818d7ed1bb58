import { problemResponse, type SimulatedResponse, type EndpointCall } from '../http/simulated-response';
import { authors, booksOf } from './book';
import { authenticators, issueAccessToken, createSession } from './members';
import { okResponse, bookLists } from './book-lists';

const unauthorized = (): SimulatedResponse => problemResponse(401, 'authentication failed');

/** Serves a library for the examples: the same books with every kind of paging and of authentication. */
export const createLibraryEndpoint = (seed: string, now: () => number) => {
  const books = booksOf(seed);
  return (call: EndpointCall): SimulatedResponse => {
    const [, first = '', second = '', third = ''] = call.rest.split('/');
    if (first === 'members') return authenticators[second]?.(call, now()) ? okResponse({ books: books.slice(0, 10) }) : unauthorized();
    if (first === 'authors' && second === '') return okResponse({ authors });
    if (first === 'authors' && third === 'books')
      return okResponse({ books: books.filter(({ author_id }) => author_id === Number(second)) });
    if (call.method === 'POST' && call.rest === '/oauth/token') return tokenResponse(issueAccessToken(new URLSearchParams(call.body)));
    if (call.method === 'POST' && first === 'login') return tokenResponse(createSession(call.json()));
    return (second === '' && bookLists[first]?.(books, call)) || problemResponse(404, 'not found');
  };
};

const tokenResponse = (body: Record<string, unknown> | undefined): SimulatedResponse =>
  body ? { ...okResponse(body), etag: false } : unauthorized();
