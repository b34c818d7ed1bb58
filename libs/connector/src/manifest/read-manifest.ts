import { createHash } from 'node:crypto';
import type { JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { propagateTypes } from '../document/propagate';
import { resolveReferences } from '../document/resolve-references';
import type { SourceMap } from '../document/source-map';
import { parseYaml } from '../document/yaml-document';
import { validateManifest } from '../language/validate';
import { ManifestError } from '../errors/connector-errors';
import type { Problems } from './problems';

/** A manifest with its references resolved, its types and parameters in place, and checked. */
export interface Manifest {
  value: JsonObject;
  positions: SourceMap;
  /** Hash of the file, to identify the manifest of a run. */
  hash: string;
}

/** Reads a manifest; undefined, with the problems reported, if it is invalid. */
export const readManifest = (text: string, file: string, problems: Problems): Manifest | undefined => {
  try {
    const { value, positions, repeated } = parseYaml(text, file);
    for (const warning of repeated) problems.warn(warning);
    if (!isJsonObject(value)) throw new ManifestError('', 'the manifest must be a mapping', { file, line: 1, column: 1 });
    const resolved = resolveReferences(value, positions);
    const { definitions: _definitions, schemas: _schemas, metadata: _metadata, ...rest } = resolved;
    positions.carry(resolved, rest, Object.keys(rest));
    const manifest = propagateTypes({ type: 'DeclarativeSource', ...rest }, '', { positions });
    positions.carry(rest, manifest, Object.keys(rest));
    const { problems: wrong, warnings } = validateManifest(manifest, positions);
    for (const warning of warnings) problems.warn(warning);
    for (const problem of wrong) problems.addError(problem);
    return wrong.length > 0
      ? undefined
      : { value: manifest, positions, hash: createHash('sha256').update(text).digest('hex').slice(0, 16) };
  } catch (error) {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    for (const each of errors) {
      if (!(each instanceof ManifestError)) throw each;
      problems.addError(each);
    }
    return undefined;
  }
};
