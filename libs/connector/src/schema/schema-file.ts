import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, memberAt } from '@twl/json';
import { NotFoundError, TwlError, requireLast } from '@twl/ports';
import { parseJsonBytes } from '../decoders/json/parse-json-bytes';

/** A schema file that cannot be used. */
class SchemaFileError extends TwlError {
  readonly code = 'SCHEMA_FILE';
  readonly retryable = false;
}

/**
 * Reads a JSON schema of a source and inlines references to other files. A path that begins with the connector's package
 * (`./source_x/schemas/a.json`), as in public manifests, is also resolved without it.
 * @throws NotFoundError, SchemaFileError
 */
export const readSchemaFile = async (folder: string, path: string): Promise<JsonObject> => {
  const [first = '', ...rest] = path.replace(/^\.?\//, '').split('/');
  const candidates = [[first, ...rest].join('/'), ...(rest.length ? [rest.join('/')] : [])];
  for (const candidate of candidates) {
    const found = await readInside(folder, candidate);
    if (found) return (await inlined(found.schema, { folder, file: found.file, depth: 0 })) as JsonObject;
  }
  throw new NotFoundError('schema file', path);
};

const readInside = async (folder: string, path: string): Promise<{ schema: JsonObject; file: string } | undefined> => {
  const file = resolve(folder, path);
  const inside = relative(folder, file);
  if (inside.startsWith('..') || inside.split(sep).includes('..'))
    throw new SchemaFileError(`the schema file ${path} is outside of the source's folder`);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EISDIR') return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  return { schema: schemaIn(bytes, path), file };
};

const schemaIn = (bytes: Buffer, path: string): JsonObject => {
  try {
    const schema = parseJsonBytes(bytes);
    if (isJsonObject(schema)) return schema;
  } catch (error) {
    throw new SchemaFileError(`the schema file ${path} is not JSON`, { cause: error });
  }
  throw new SchemaFileError(`the schema file ${path} does not hold an object`);
};

interface At {
  folder: string;
  file: string;
  depth: number;
}

/** Inlines the target of `$ref: "other.json#/part"`, relative to the file or to `schemas/shared`. */
const inlined = async (value: Json, at: At): Promise<Json> => {
  if (at.depth > 64) throw new SchemaFileError('the schema refers to itself');
  if (Array.isArray(value)) return Promise.all(value.map((item) => inlined(item, at)));
  if (!isJsonObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string' && !reference.startsWith('#')) return referred(reference, at);
  const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await inlined(item, at)] as const));
  return Object.fromEntries(entries);
};

const referred = async (reference: string, at: At): Promise<Json> => {
  const [path = '', part = ''] = reference.split('#');
  const beside = relative(at.folder, join(dirname(at.file), path));
  const name = requireLast(path.split('/'));
  const shared = [join(dirname(beside), 'shared', name), join('schemas', 'shared', name)];
  for (const candidate of [beside, ...shared]) {
    const found = candidate.startsWith('..') ? undefined : await readInside(at.folder, candidate);
    if (!found) continue;
    const target = memberAt(found.schema, part.split('/').filter(Boolean));
    if (target !== undefined) return inlined(target, { ...at, file: found.file, depth: at.depth + 1 });
  }
  throw new NotFoundError('schema file', reference);
};
