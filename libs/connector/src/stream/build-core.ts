import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { SchemaLoader } from '../roles/roles';
import { createCursorSlicer } from '../slicers/cursor-slicer';
import { createPartitionSlicer } from '../slicers/partition-slicer';
import { createRouterSlicer } from '../slicers/router-slicer';
import { wholeSlicer, type Slicer } from '../roles/slicer';
import { migratesState } from '../slicers/legacy-state';
import type { PartitionRouter } from '../roles/partition-router';
import { createProductRouter } from '../partition/product-partition-router';
import { readKeyFields } from '../records/record-key';
import type { RecordStream, StreamCore } from '../build/record-stream';
/** Builds a `DeclarativeStream`. @throws ManifestError */
export const buildDeclarativeStream = (node: ComponentNode, outer: BuildContext): RecordStream => {
  const name = node.required('name');
  const core = buildCore(node, outer.with({ stream: name }), '');
  return {
    name,
    keyParts: readKeyFields(node.get('primary_key')),
    pick: (state) => ({ core, state }),
    variant: () => core,
    remembersFullRead: false,
    cursorField: cursorFieldOf(node, outer),
  };
};

/** The field that the cursor of a stream follows. */
export const cursorFieldOf = (stream: ComponentNode, context: BuildContext): string | undefined => {
  const cursor = stream.child('incremental_sync');
  return cursor && context.interpolator.compile(cursor.required('cursor_field'), cursor.parameters).text(context.scope());
};

/** Builds the retriever and slicer of a stream. @throws ManifestError */
export const buildCore = (node: ComponentNode, outer: BuildContext, variant: string): StreamCore => {
  if (node.has('file_uploader'))
    throw node.error('file_uploader is not supported: files are not ingested (remove it to read the records alone)', 'file_uploader');
  const loaders = node.children('schema_loader').map((each) => outer.build('schemaLoader', each));
  const schema = loaders.length > 1 ? mergedSchemas(loaders) : loaders[0];
  const transformations = node.children('transformations').map((each) => outer.build('transformation', each));
  const retriever = node.requiredChild('retriever');
  const cursor = node.child('incremental_sync');
  const context = outer.with({
    selection: { transformations, schema, clientSide: cursor?.flag('is_client_side_incremental'), cursor },
  });
  const decoder = retriever.child('download_decoder') ?? retriever.child('decoder') ?? retriever.below({ type: 'JsonDecoder' }, 'decoder');
  return {
    variant,
    context,
    retriever: context.build('retriever', retriever),
    decoder: context.build('decoder', decoder),
    slicer: buildSlicer(node, retriever, context),
  };
};

/** The properties of several schemas together; of two with the same name, the first one counts. */
const mergedSchemas = (loaders: SchemaLoader[]): SchemaLoader => ({
  asksSource: loaders.some(({ asksSource }) => asksSource),
  async load(scope, signal) {
    const schemas = await Promise.all(loaders.map((loader) => loader.load(scope, signal)));
    const properties = schemas.toReversed().map((schema) => (isJsonObject(schema?.['properties']) ? schema['properties'] : {}));
    return { ...schemas[0], type: 'object', properties: Object.assign({}, ...properties) as JsonObject };
  },
});

const buildSlicer = (node: ComponentNode, retriever: ComponentNode, context: BuildContext): Slicer => {
  const router = buildRouter(retriever, context);
  const sync = node.child('incremental_sync');
  if (!sync) return router ? createRouterSlicer(router) : wholeSlicer;
  const cursor = context.build('cursor', sync);
  const migrate = migratesState(node, { router, cursor, context });
  if (!router) return migrated(createCursorSlicer(cursor), migrate);
  if (sync.type === 'IncrementingCountCursor')
    throw sync.error('an IncrementingCountCursor cannot be used together with a partition_router (use one of them)');
  const globalOnly = (router.grouped ?? false) || sync.flag('global_substream_cursor');
  return migrated(createPartitionSlicer({ cursor, router, clock: context.clock, globalOnly }), migrate);
};

const migrated = (slicer: Slicer, migrate: (state: Json) => Json): Slicer => ({
  ...slicer,
  begin: (state, started) => slicer.begin(migrate(state), started),
});

/** One router, or the product of a list of them, even if it has one: a product keeps no state of its parents. */
const buildRouter = (retriever: ComponentNode, context: BuildContext): PartitionRouter | undefined => {
  const routers = retriever.children('partition_router').map((each) => context.build('partitionRouter', each));
  const [first, ...others] = routers;
  if (!first || !Array.isArray(retriever.get('partition_router'))) return first;
  return others.length > 0 ? createProductRouter(routers) : { ...createProductRouter(routers), field: first.field };
};
