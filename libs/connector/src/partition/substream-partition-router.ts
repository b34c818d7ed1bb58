import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, valueAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { isNamed } from '../document/falsy';
import { buildRequestOption } from '../request/request-options';
import { type OptionInjector, noOptions } from '../roles/request-options';
import type { ReadSession } from '../session/read-session';
import { readRecords } from '../parents/read-records';
import type { ParentRecord, RecordStream } from '../build/record-stream';
import { embeddedKey, type Slice } from '../roles/slice';
import type { PartitionRouter } from '../roles/partition-router';

interface Parent {
  stream: RecordStream;
  key: string;
  field: string;
  option: OptionInjector | undefined;
  incremental: boolean;
  extraFields: string[][];
  /** Path of the first page in a record; empty if it is not there. */
  lazyPointer: string[];
}

/** Builds a `SubstreamPartitionRouter`: one partition per record of the parent streams. @throws ManifestError */
export const buildSubstreamPartitionRouter = (node: ComponentNode, context: BuildContext): PartitionRouter => {
  const parents = node.children('parent_stream_configs').map((each) => buildParent(each, context));
  const [first, ...others] = parents;
  if (!first) throw node.error('SubstreamPartitionRouter needs at least one parent stream', 'parent_stream_configs');
  return {
    field: others.length === 0 ? first.field : undefined,
    options(slice) {
      const options = noOptions();
      for (const { option, field } of parents) {
        const value = slice.partition[field];
        if (isNamed(value)) option?.inject(options, value, context.scope());
      }
      return options;
    },
    begin(state) {
      const runs = parents.map((parent) => beginParent(parent, state));
      const first = !isJsonObject(state) || Object.keys(state).length === 0;
      return {
        parentState: () =>
          Object.fromEntries(
            runs.filter(({ parent }) => parent.incremental).map(({ parent, run }) => [parent.stream.name, run.state() ?? {}]),
          ),
        async *partitions(session: ReadSession) {
          for (const { parent, core, run } of runs) {
            for await (const record of readRecords({ core, run, session })) {
              const slice = partitionOf(parent, record, first);
              if (slice) yield slice;
              else session.notes.addUnseen('PARENT_SKIPPED', skippedText(parent), parent.stream.name);
            }
          }
        },
      };
    },
  };
};

const buildParent = (node: ComponentNode, context: BuildContext): Parent => {
  const readTemplate = (value: string) => context.interpolator.compile(value, node.parameters).text(context.scope());
  const option = node.child('request_option');
  return {
    stream: context
      .with({ selection: undefined, redaction: undefined, generation: context.generation + 1 })
      .build('recordStream', node.requiredChild('stream')),
    key: readTemplate(node.required('parent_key')),
    field: readTemplate(node.required('partition_field')),
    option: option && buildRequestOption(option, context),
    incremental: node.flag('incremental_dependency'),
    extraFields: node.list('extra_fields').map((path) => (Array.isArray(path) ? path : [path]).map((part) => readTemplate(String(part)))),
    lazyPointer: node.texts('lazy_read_pointer').map(readTemplate),
  };
};

const skippedText = ({ stream, key }: Parent): string =>
  `a record of the parent stream ${stream.name} has no ${key}, so it makes no partition`;

const beginParent = (parent: Parent, childState: Json) => {
  const { core, state } = parent.stream.pick(parent.incremental ? parentStateOf(childState, parent.stream) : null);
  return { parent, core, run: core.slicer.begin(state) };
};

/** Returns the parent's state that the child keeps; the child's own if there is none yet. */
const parentStateOf = (state: Json, stream: RecordStream): Json => {
  if (!isJsonObject(state) || Object.keys(state).length === 0) return null;
  const parents = state['parent_state'];
  const known = isJsonObject(parents) ? parents[stream.name] : undefined;
  if (known !== undefined) return known;
  if (isJsonObject(state['state'])) return state['state'];
  const [value, ...others] = Object.values(state);
  const isCursor = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  return isCursor && others.length === 0 && stream.cursorField !== undefined ? { [stream.cursorField]: value } : null;
};

/** A record without the parent key makes no partition. */
const partitionOf = (parent: Parent, { data, slice }: ParentRecord, first: boolean): Slice | undefined => {
  const value = valueAt(data, parent.key.split('/'));
  if (value === undefined || value === null) return undefined;
  const extra: JsonObject = {};
  for (const path of parent.extraFields) extra[path.join('.')] = valueAt(data, path) ?? null;
  if (parent.lazyPointer.length > 0 && first) extra[embeddedKey] = valueAt(data, parent.lazyPointer) ?? [];
  return { partition: { [parent.field]: value, parent_slice: slice.partition }, interval: {}, extra };
};
