import type { JsonObject } from '@twl/contracts';
import { isJsonObject, valueAt } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { isFalsy } from '../document/falsy';
import { toPythonLiteral } from '../request/python-text';
import type { ReadSession } from '../session/read-session';
import { readRecords } from '../parents/read-records';
import { chunkProperties } from './property-chunks';

/** The properties that a stream asks for, maybe in several requests per page. */
export interface QueryProperties {
  /** One list per request. */
  chunks(session: ReadSession): Promise<string[][]>;
  /** Identifies the parts of one record in several responses by a key; undefined if records are not merged. */
  mergeKey: ((record: JsonObject) => string | undefined) | undefined;
}

/** Builds the `QueryProperties` of a requester, in whichever of its places they stand. */
export const buildQueryProperties = (requester: ComponentNode, context: BuildContext): QueryProperties | undefined => {
  const node = findNode(requester);
  if (!node) return undefined;
  const properties = buildList(node, context);
  const always = node.texts('always_include_properties');
  const chunking = node.child('property_chunking');
  const selected = buildSelection(node.child('property_selector'), context);
  const rules = {
    limit: chunking?.number('property_limit'),
    countsCharacters: chunking?.text('property_limit_type') === 'characters',
    always,
  };
  return {
    mergeKey: chunking && buildMergeKey(chunking.child('record_merge_strategy')),
    async chunks(session) {
      const wanted = await selected();
      const list = (await properties(session)).filter((property) => !wanted || wanted.has(property));
      return chunking ? chunkProperties(list, rules) : [[...always, ...list]];
    },
  };
};

const findNode = (requester: ComponentNode): ComponentNode | undefined => {
  const declared = isJsonObject(requester.get('request_parameters')) ? requester.object('request_parameters') : undefined;
  if (declared) {
    const [key, ...others] = Object.keys(declared).filter((name) => isJsonObject(declared[name]) && name !== '$parameters');
    if (others.length > 0) throw requester.error('request_parameters can have one QueryProperties only', 'request_parameters');
    if (key !== undefined) return requester.requiredChild('request_parameters').child(key);
  }
  const endpoint = requester.child('fetch_properties_from_endpoint');
  if (endpoint) return requester.below({ type: 'QueryProperties', property_list: endpoint.properties }, 'fetch_properties_from_endpoint');
  return requester.child('query_properties');
};

const buildList = (node: ComponentNode, context: BuildContext): ((session: ReadSession) => Promise<string[]>) => {
  if (!isJsonObject(node.get('property_list'))) {
    const list = node.texts('property_list');
    return async () => list;
  }
  const endpoint = node.requiredChild('property_list');
  const path = endpoint.texts('property_field_path').map((part) => context.interpolator.compile(part, endpoint.parameters));
  const retriever = endpoint.object('retriever');
  if (!retriever) throw endpoint.error('PropertiesFromEndpoint needs retriever');
  const stream = context
    .with({ selection: undefined, redaction: undefined })
    .build('recordStream', endpoint.below({ type: 'DeclarativeStream', name: `${context.stream} properties`, retriever }, 'retriever'));
  const known = new WeakMap<ReadSession, Promise<string[]>>();
  const fetch = async (session: ReadSession): Promise<string[]> => {
    const { core } = stream.pick(null);
    const keys = path.map((part) => part.text(context.scope()));
    const list: string[] = [];
    for await (const { data } of readRecords({ core, run: core.slicer.begin(null), session }))
      list.push(toPythonLiteral(valueAt(data, keys) ?? []));
    return list;
  };
  return (session) => {
    const fetched = known.get(session) ?? fetch(session);
    known.set(session, fetched);
    return fetched;
  };
};

/** Only requests properties of the stream's schema. */
const buildSelection = (node: ComponentNode | undefined, context: BuildContext): (() => Promise<Set<string> | undefined>) => {
  if (!node) return async () => undefined;
  const transformations = node.children('transformations').map((each) => context.build('transformation', each));
  return async () => {
    const schema = await context.selection?.schema?.load(context.scope());
    if (!isJsonObject(schema?.['properties'])) return undefined;
    const properties = transformations.reduce<JsonObject>((record, each) => each.apply(record, context.scope()), {
      ...schema['properties'],
    });
    return new Set(Object.keys(properties));
  };
};

const buildMergeKey = (node: ComponentNode | undefined): QueryProperties['mergeKey'] => {
  const keys = node ? node.texts('key') : ['id'];
  return (record) => {
    const values: string[] = [];
    for (const key of keys) {
      const value = record[key];
      if (value === undefined || isFalsy(value)) return undefined;
      values.push(toPythonLiteral(value));
    }
    return JSON.stringify(values);
  };
};
