import type { ComponentNode } from './component-node';

/** Lets one holder in at a time, in order of arrival. */
export class StreamGroupLock {
  private last: Promise<void> = Promise.resolve();

  /** Resolves with the way to let the next one in. Rejects when the signal is aborted first. */
  async acquire(signal: AbortSignal): Promise<() => void> {
    const before = this.last;
    let release = () => {};
    this.last = new Promise((resolve) => (release = resolve));
    const aborted = new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    try {
      await Promise.race([before, aborted]);
    } catch (error) {
      void before.then(release);
      throw error;
    }
    return release;
  }
}

/** The groups of streams that must not be read at the same time, by stream name. @throws ManifestError */
export const assignStreamGroups = (root: ComponentNode, streams: ComponentNode[]): Map<string, StreamGroupLock> => {
  const names = new Map<string, string>();
  const groups = new Map<string, StreamGroupLock>();
  for (const [group, node] of root.entries('stream_groups')) {
    const lock = new StreamGroupLock();
    for (const stream of node.children('streams')) {
      names.set(stream.required('name'), group);
      groups.set(stream.required('name'), lock);
    }
  }
  for (const stream of streams) {
    const name = stream.text('name') ?? '';
    const parent = ancestors(stream).find((each) => names.has(name) && names.get(each) === names.get(name));
    if (parent !== undefined)
      throw root.error(`the stream ${name} and its parent ${parent} are in one group, and would wait for each other`, 'stream_groups');
  }
  return groups;
};

/** Returns the names of all direct and indirect parent streams. */
const ancestors = (node: ComponentNode): string[] => {
  const routers = node.children('retriever').flatMap((retriever) => retriever.children('partition_router'));
  return routers.flatMap(parentsOf);
};

const parentsOf = (router: ComponentNode): string[] => [
  ...router
    .children('parent_stream_configs')
    .flatMap((config) => config.children('stream').flatMap((stream) => [stream.text('name') ?? '', ...ancestors(stream)])),
  ...router.children('underlying_partition_router').flatMap(parentsOf),
  ...router.children('partition_routers').flatMap(parentsOf),
];
