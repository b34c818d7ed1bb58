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
    ...missing(check, 'stream_names', check.texts('stream_names'), [...names, ...conditional]),
    ...check
      .children('dynamic_streams_check_configs')
      .flatMap((node) => missing(node, 'dynamic_stream_name', [node.required('dynamic_stream_name')], dynamic)),
  ];
};

const missing = (node: ComponentNode, key: string, wanted: string[], names: string[]): ManifestError[] =>
  wanted
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = suggest(name, names);
      return node.error(`there is no stream ${name} (${near ? `did you mean ${near}?` : `there are ${names.join(', ') || 'none'}`})`, key);
    });
