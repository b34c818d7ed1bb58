import type { StreamSettings } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { createStreamRedaction } from '../redact/stream-redaction';
import { DeclarativeStream } from './declarative-stream';
import type { StreamGroupLock } from '../build/stream-groups';
import { readKeyFields } from '../records/record-key';

/** What a stream needs besides its component. */
export interface StreamOptions {
  context: BuildContext;
  settings: StreamSettings;
  manifest: string;
  concurrency: number;
  /** Streams of one group are read one after the other. */
  groupLock: StreamGroupLock | undefined;
}

/** Builds a stream of a source, with its settings. @throws ManifestError */
export const buildStream = (node: ComponentNode, options: StreamOptions): SourceStream => {
  const { settings, manifest, concurrency, groupLock } = options;
  const name = node.required('name');
  const own = options.context.with({ stream: name });
  const context = own.with({ redaction: createStreamRedaction(node, settings, own) });
  const stream = context.build('recordStream', node);
  const parts = settings.primaryKey === undefined ? stream.keyParts : readKeyFields(settings.primaryKey);
  const readsConfig = recordsReadConfig(node);
  return new DeclarativeStream({ name, settings, manifest, context, concurrency, groupLock, stream, keyParts: parts, readsConfig });
};

/** Components that request pages, and create no records. */
const asking = /requester$|^(paginator|partition_router|incremental_sync|decoder|schema_loader)$/;

/** Returns true if a component that creates records can read the config. */
const recordsReadConfig = ({ properties }: ComponentNode): boolean => {
  const keptStream = (key: string, value: unknown): unknown => {
    if (asking.test(key)) return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  };
  return /\bconfig\b|"class_name"/.test(JSON.stringify(properties, keptStream));
};
