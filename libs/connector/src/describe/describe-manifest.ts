import type { Json, JsonObject } from '@twl/contracts';
import { propagateTypes } from '../document/propagate';
import { resolveReferences } from '../document/resolve-references';
import { parseYaml } from '../document/yaml-document';
import { ManifestError } from '../errors/connector-errors';
import { createInterpolator } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { manifestHostsOf } from '../source/allowed-hosts';
import { withDefaults } from '../source/spec';

/** What a manifest says about its source. */
export interface ManifestDescription {
  /** Names of the streams that it declares, in order. */
  streams: string[];
  /** There are streams that only the source itself knows. */
  hasDynamicStreams: boolean;
  /** The schema of the config; empty if there is none. */
  specification: JsonObject;
  /** Hosts of its URLs, as far as the defaults of the config tell. */
  hosts: string[];
  /** URLs whose host depends on the responses of the source. */
  openAddresses: string[];
  /** Addresses whose host depends on the config. */
  configuredAddresses: string[];
}

/** Reads what a manifest says about its source. The engine need not support the manifest. @throws ManifestError[] in an AggregateError */
export const describeManifest = (text: string, file: string): ManifestDescription => {
  const manifest = resolveManifest(text, file);
  const specification = specificationOf(manifest);
  const config = withDefaults({}, specification);
  const scope = { values: { config }, now: 0, random: () => 0 };
  return {
    streams: streamNames(manifest['streams']),
    hasDynamicStreams: Array.isArray(manifest['dynamic_streams']) && manifest['dynamic_streams'].length > 0,
    specification,
    hosts: manifestHostsOf(manifest, createInterpolator(), scope).filter((host) => /^[a-z0-9[]/.test(host) && !host.includes('..')),
    openAddresses: addresses(manifest).filter((address) => isOpen(hostPart(address))),
    configuredAddresses: addresses(manifest).filter((address) => /\bconfig\b/.test(hostPart(address)) && !isOpen(hostPart(address))),
  };
};

/** A manifest with its references resolved, its types and parameters in place, not checked any further. @throws as describeManifest */
export const resolveManifest = (text: string, file: string): JsonObject => {
  const { value, positions } = parseYaml(text, file);
  if (!isJsonObject(value))
    throw new AggregateError([new ManifestError('', 'the manifest must be a mapping', { file, line: 1, column: 1 })]);
  const resolved = asAggregate(() =>
    propagateTypes({ type: 'DeclarativeSource', ...resolveReferences(value, positions) }, '', { positions }),
  );
  const { definitions: _definitions, schemas: _schemas, ...manifest } = resolved;
  return manifest;
};

/** Lists the problems of an invalid manifest, one line each; rethrows other errors. */
export const findManifestProblems = (error: unknown): string[] => {
  if (!(error instanceof AggregateError)) throw error;
  const lines = error.errors.map((each: unknown) => {
    if (!(each instanceof ManifestError)) throw each;
    const { file, line, column } = each.position ?? { file: 'manifest.yaml', line: 1, column: 1 };
    return `${file}:${line}:${column} ${each.path ? `${each.path}: ` : ''}${each.message}`;
  });
  return [...new Set(lines)].slice(0, mostProblems);
};

const mostProblems = 10;

const asAggregate = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw error instanceof ManifestError ? new AggregateError([error]) : error;
  }
};

const specificationOf = ({ spec }: JsonObject): JsonObject => {
  const declared = isJsonObject(spec) ? spec['connection_specification'] : undefined;
  return isJsonObject(declared) ? declared : {};
};

/** Those under a condition too. */
const streamNames = (streams: Json | undefined): string[] =>
  (Array.isArray(streams) ? streams : []).filter(isJsonObject).flatMap((stream) => {
    if (stream['type'] === 'ConditionalStreams') return streamNames(stream['streams']);
    return typeof stream['name'] === 'string' ? [stream['name']] : [];
  });

/** Returns the host of a URL, templates included. */
const hostPart = (address: string): string => /^\s*(?:https?:\/\/)?((?:\{\{.*?\}\}|[^/{])*)/i.exec(address)?.[1] ?? '';

const responses =
  /\b(stream_slice|stream_partition|response|record|last_record|next_page_token|download_target|polling_response|creation_response)\b/;

const isOpen = (host: string): boolean => responses.test(host);

const addresses = (manifest: Json): string[] => {
  const found = new Set<string>();
  const visitValue = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visitValue);
    else if (isJsonObject(value))
      for (const [key, item] of Object.entries(value)) {
        if ((key === 'url' || key === 'url_base') && typeof item === 'string') found.add(item);
        else visitValue(item);
      }
  };
  visitValue(manifest);
  return [...found];
};
