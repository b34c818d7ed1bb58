import { libraryPath, peoplePath, postsPath } from './contents';
import { FaultTable } from './faults/fault-table';
import type { SimulatedAnswer, Call } from './http/answer';
import { RequestLog } from './http/request-log';
import { LivingPosts } from './jsonplaceholder/living-posts';
import { postsEndpoint } from './jsonplaceholder/posts-endpoint';
import { libraryEndpoint } from './library/library-endpoint';
import { peopleEndpoint } from './randomuser/people-endpoint';

/** All parts of a simulator except the network. */
export interface SimulatedWorld {
  now(): number;
  posts: LivingPosts;
  faults: FaultTable;
  requests: RequestLog;
  endpoints: Record<string, (call: Call) => SimulatedAnswer>;
}

/** Creates a world from its seed and its clock. */
export const newWorld = (options: { seed: string; changeEveryMs: number; since: number; now(): number }): SimulatedWorld => {
  const { seed, now } = options;
  const posts = new LivingPosts(options);
  return {
    now,
    posts,
    faults: new FaultTable([postsPath, peoplePath, libraryPath]),
    requests: new RequestLog(),
    endpoints: {
      [postsPath]: postsEndpoint(seed, posts),
      [peoplePath]: peopleEndpoint(seed, now),
      [libraryPath]: libraryEndpoint(seed, now),
    },
  };
};
