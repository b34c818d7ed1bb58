import type { ComponentNode } from './component-node';

const memoryKey = 'parentNames';

/** The names of the streams that other streams are divided by. */
export const parentNamesOf = (streams: readonly ComponentNode[]): ReadonlySet<string> =>
  new Set(streams.flatMap((stream) => stream.child('retriever')?.children('partition_router').flatMap(ofRouter) ?? []));

const ofRouter = (router: ComponentNode): string[] => [
  ...router.children('parent_stream_configs').flatMap((parent) => parent.child('stream')?.text('name') ?? []),
  ...router.children('partition_routers').flatMap(ofRouter),
  ...router.children('underlying_partition_router').flatMap(ofRouter),
];

/** Makes them known to the builders of a source. */
export const rememberParents = (memory: Map<string, unknown>, names: ReadonlySet<string>): void => void memory.set(memoryKey, names);

/** Returns true if other streams of the source are partitioned by this one. */
export const isParent = (memory: Map<string, unknown>, name: string): boolean =>
  (memory.get(memoryKey) as ReadonlySet<string> | undefined)?.has(name) ?? false;
