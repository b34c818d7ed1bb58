import type { StreamSettings } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import type { BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { createRedaction } from '../redact/redaction';
import { DeclarativeStream } from './declarative-stream';
import type { Turns } from './stream-groups';
import { keyParts } from './record-key';

/** What a stream needs to know beside its component. */
export interface StreamOptions {
  context: BuildContext;
  settings: StreamSettings;
  manifest: string;
  concurrency: number;
  /** Streams of one group are read one after the other. */
  turns: Turns | undefined;
}

/** Builds a stream of a source, with its settings. @throws ManifestError */
export const buildStream = (node: ComponentNode, options: StreamOptions): SourceStream => {
  const { settings, manifest, concurrency, turns } = options;
  const name = node.required('name');
  const retriever = node.child('retriever') ?? node.child('incremental_stream')?.child('retriever');
  const context = options.context.with({ stream: name, redaction: retriever && redactionOf(retriever, options) });
  const stream = context.build('recordStream', node);
  const parts = settings.primaryKey === undefined ? stream.keyParts : keyParts(settings.primaryKey);
  return new DeclarativeStream({ name, settings, manifest, context, concurrency, turns, stream, keyParts: parts });
};

const readable = new Set(['', 'JsonDecoder', 'JsonItemsDecoder', 'JsonlDecoder', 'IterableDecoder']);

const redactionOf = (retriever: ComponentNode, { settings, context }: StreamOptions) => {
  if (settings.redact.length === 0) return undefined;
  const decoder = retriever.child('download_decoder') ?? retriever.child('decoder');
  if (decoder && !readable.has(decoder.type))
    throw decoder.error(`fields of a ${decoder.type} answer cannot be redacted (leave redact out, or use a JSON answer)`);
  const extractor = retriever.child('record_selector')?.child('extractor');
  const prefix = (extractor?.texts('field_path') ?? []).map((part) =>
    context.interpolator.compile(part, extractor?.parameters).text(context.scope()),
  );
  const expanded = extractor?.child('record_expander')?.texts('expand_records_from_field') ?? [];
  const patterns = settings.redact.flatMap((entry) => {
    const { field, how } = typeof entry === 'string' ? { field: entry, how: 'remove' as const } : entry;
    const path = field.split('.');
    return [...(expanded.length > 0 ? [{ path: [...prefix, ...expanded, ...path], how }] : []), { path: [...prefix, ...path], how }];
  });
  return createRedaction(patterns, `${context.source}.${context.stream}`);
};
