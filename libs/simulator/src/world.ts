import { libraryPath, peoplePath, postsPath } from './contents';
import { FaultTable } from './faults/fault-table';
import type { SimulatedResponse, EndpointCall } from './http/simulated-response';
import { RequestLog } from './http/request-log';
import { ChangingPosts } from './jsonplaceholder/changing-posts';
import { createPostsEndpoint } from './jsonplaceholder/posts-endpoint';
import { createLibraryEndpoint } from './library/library-endpoint';
import { createPeopleEndpoint } from './randomuser/people-endpoint';

/** All parts of a simulator except the network. */
export interface SimulatedWorld {
  now(): number;
  posts: ChangingPosts;
  faults: FaultTable;
  requests: RequestLog;
  endpoints: Record<string, (call: EndpointCall) => SimulatedResponse>;
}

/** Creates a world from its seed and its clock. */
export const createWorld = (options: { seed: string; changeEveryMs: number; since: number; now(): number }): SimulatedWorld => {
  const { seed, now } = options;
  const posts = new ChangingPosts(options);
  return {
    now,
    posts,
    faults: new FaultTable([postsPath, peoplePath, libraryPath]),
    requests: new RequestLog(),
    endpoints: {
      [postsPath]: createPostsEndpoint(seed, posts),
      [peoplePath]: createPeopleEndpoint(seed, now),
      [libraryPath]: createLibraryEndpoint(seed, now),
    },
  };
};
