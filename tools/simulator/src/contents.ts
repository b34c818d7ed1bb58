/** Where the two stand-ins live. */
export const postsPath = '/jsonplaceholder/posts';
export const peoplePath = '/randomuser/api';

/** What `GET /` tells. */
export const contents = {
  endpoints: {
    [`GET ${postsPath}`]: '_page, _limit, _start, _end, id, userId',
    [`GET ${postsPath}/{id}`]: 'one post',
    [`GET ${peoplePath}/1.4/`]: 'results, seed, page, inc, exc, nat, gender, noinfo; also /1.3/ and without a version',
  },
  control: {
    'GET /_faults': 'the faults switched on, and every kind with its parameters',
    'POST /_faults': `switch one on: { "endpoint": "${postsPath}", "kind": "status", "status": 503, "count": 2 }`,
    'DELETE /_faults': 'switch all off, or one: ?endpoint=',
    'POST /_posts': 'add a post',
    'PATCH /_posts/{id}': 'change a post: { "title": "..." }',
    'DELETE /_posts/{id}': 'remove a post',
    'GET /_requests': 'the last requests to the endpoints',
  },
};
