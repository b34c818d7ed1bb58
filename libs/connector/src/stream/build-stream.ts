import type { StreamSettings } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { streamRedaction } from '../redact/stream-redaction';
import { DeclarativeStream } from './declarative-stream';
import type { StreamGroupLock } from '../build/stream-groups';
import { keyParts } from '../records/record-key';

/** What a stream needs to know beside its component. */
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
  const context = own.with({ redaction: streamRedaction(node, settings, own) });
  const stream = context.build('recordStream', node);
  const parts = settings.primaryKey === undefined ? stream.keyParts : keyParts(settings.primaryKey);
  const readsConfig = recordsReadConfig(node);
  return new DeclarativeStream({ name, settings, manifest, context, concurrency, groupLock, stream, keyParts: parts, readsConfig });
};

/** What asks for pages, and makes no records of them. */
const asking = /requester$|^(paginator|partition_router|incremental_sync|decoder|schema_loader)$/;

/** Whether anything that makes records of pages may look into the config. */
const recordsReadConfig = ({ properties }: ComponentNode): boolean => {
  const kept = (key: string, value: unknown): unknown => {
    if (asking.test(key)) return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  };
  return /\bconfig\b|"class_name"/.test(JSON.stringify(properties, kept));
};
