import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, valueAt } from '@twl/json';
import { requireValue } from '@twl/ports';
import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { auxiliarySession } from '../session/auxiliary-session';
import { readRecords } from '../parents/read-records';
import { buildMappings } from './component-mapping';
import type { ComponentsResolver } from '../roles/components-resolver';

const buildConfigResolver = (node: ComponentNode, context: BuildContext): ComponentsResolver => ({
  asks: false,
  mappings: buildMappings(node, context, { readsYaml: true, creates: true }),
  async *values() {
    const lists = node.children('stream_config').map((each) => readConfiguredValues(each, context));
    for (const combination of combineValues(lists)) yield { components_values: mergeValues(combination) };
  },
});

const readConfiguredValues = (node: ComponentNode, context: BuildContext): Json[] => {
  const path = node.texts('configs_pointer').map((part) => context.interpolator.compile(part, node.parameters).text(context.scope()));
  const found = valueAt(context.config, path) ?? [];
  return [...(Array.isArray(found) ? found : [found]), ...node.list('default_values')];
};

const combineValues = (lists: Json[][]): [number, Json][][] =>
  lists.reduce<[number, Json][][]>(
    (all, list) => all.flatMap((each) => list.map((item, index): [number, Json][] => [...each, [index, item]])),
    [[]],
  );

const mergeValues = (combination: [number, Json][]): JsonObject =>
  combination.reduce<JsonObject>(
    (all, [index, item], number) => (isJsonObject(item) ? { ...all, ...item } : { [`source_config_${number}`]: [index, item], ...all }),
    {},
  );

const buildParametrizedResolver = (node: ComponentNode, context: BuildContext): ComponentsResolver => ({
  asks: false,
  mappings: buildMappings(node, context, { readsYaml: true, creates: true }),
  async *values() {
    const parameters = node.requiredChild('stream_parameters').list('list_of_parameters_for_stream');
    for (const each of parameters) yield { components_values: each };
  },
});

const buildHttpResolver = (node: ComponentNode, context: BuildContext): ComponentsResolver => {
  const name = context.stream || 'dynamic streams';
  const stream = context.build(
    'recordStream',
    node.below({ type: 'DeclarativeStream', name, retriever: requireValue(node.object('retriever'), 'retriever') }, 'retriever'),
  );
  return {
    asks: true,
    mappings: buildMappings(node, context, { readsYaml: false, creates: false }),
    async *values() {
      const { core } = stream.pick(null);
      const session = auxiliarySession(context);
      for await (const { data, slice } of readRecords({ core, run: core.slicer.begin(null), session })) {
        yield { components_values: data, stream_slice: { ...slice.partition, ...slice.interval, extra_fields: slice.extra } };
      }
    },
  };
};

/** Builders of the resolvers of dynamic streams. */
export const componentsResolvers = {
  ConfigComponentsResolver: buildConfigResolver,
  HttpComponentsResolver: buildHttpResolver,
  ParametrizedComponentsResolver: buildParametrizedResolver,
} satisfies Builders<'componentsResolver'>;
