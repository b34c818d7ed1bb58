import type { Builders } from '../build/build-context';
import { DynamicSchemaLoader } from '../schema/dynamic-schema-loader';
import { readSchemaFile } from '../schema/schema-file';

/** Every schema loader of the language. */
export const schemaLoaders = {
  InlineSchemaLoader: (node) => {
    const schema = node.object('schema');
    return { load: async () => schema };
  },
  JsonFileSchemaLoader: (node, context) => {
    const path = context.interpolator.compile(node.text('file_path') || `./schemas/${context.stream}.json`, node.parameters);
    let schema: ReturnType<typeof readSchemaFile> | undefined;
    return { load: (scope) => (schema ??= readSchemaFile(context.folder, path.text(scope))) };
  },
  DynamicSchemaLoader: (node, context) => new DynamicSchemaLoader(node, context),
} satisfies Builders<'schemaLoader'>;
