/** Paths of the simulated APIs. */
export const postsPath = '/jsonplaceholder/posts';
export const peoplePath = '/randomuser/api';
export const libraryPath = '/library';

/** The response to `GET /`. */
export const contents = {
  endpoints: {
    [`GET ${postsPath}`]: '_page, _limit, _start, _end, id, userId',
    [`GET ${postsPath}/{id}`]: 'one post',
    [`GET ${libraryPath}/books`]:
      'for the examples in docs/examples: the same books with every kind of paging (by-page, by-offset, by-token, by-link, ...)',
    [`GET ${libraryPath}/members/{door}`]: 'some of the books, behind every kind of authentication (basic, bearer, oauth, jwt, ...)',
    [`GET ${peoplePath}/1.4/`]: 'results, seed, page, inc, exc, nat, gender, noinfo; also /1.3/ and without a version',
  },
  control: {
    'GET /_faults': 'the active faults, and every kind with its parameters',
    'POST /_faults': `activate one: { "endpoint": "${postsPath}", "kind": "status", "status": 503, "count": 2 }`,
    'DELETE /_faults': 'deactivate all, or one: ?endpoint=',
    'POST /_posts': 'add a post',
    'PATCH /_posts/{id}': 'change a post: { "title": "..." }',
    'DELETE /_posts/{id}': 'remove a post',
    'GET /_requests': 'the last requests to the endpoints',
  },
};
