import { suggest } from '@twl/ports';
import type { ComponentNode } from '../../build/component-node';
import type { ManifestError } from '../../errors/connector-errors';

/** Returns the problems of a manifest's `check`: it names streams that do not exist. */
export const checkedStreamsOf = (root: ComponentNode, streams: ComponentNode[]): ManifestError[] => {
  const check = root.child('check');
  if (!check || check.type === 'CheckDynamicStream')
    return check && !root.has('dynamic_streams') ? [check.error('CheckDynamicStream needs dynamic_streams')] : [];
  const names = streams.map((node) => node.text('name') ?? '');
  const dynamic = root.children('dynamic_streams').map((node, index) => node.text('name') ?? `dynamic_stream_${index}`);
  const conditional = root.children('streams').flatMap((node) => node.children('streams').map((each) => each.text('name') ?? ''));
  return [
    ...check.texts('stream_names').flatMap((name) => missingProblem(check, 'stream_names', { name, names: [...names, ...conditional] })),
    ...check
      .children('dynamic_streams_check_configs')
      .flatMap((node) => missingProblem(node, 'dynamic_stream_name', { name: node.required('dynamic_stream_name'), names: dynamic })),
  ];
};

const missingProblem = (node: ComponentNode, key: string, { name, names }: { name: string; names: string[] }): ManifestError[] => {
  if (names.includes(name)) return [];
  const near = suggest(name, names);
  return [node.error(`there is no stream ${name} (${near ? `did you mean ${near}?` : `there are ${names.join(', ') || 'none'}`})`, key)];
};
