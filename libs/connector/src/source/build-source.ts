import { type NetworkPolicy, type SourceStream, suggest } from '@twl/ports';
import { basename, dirname, join } from 'node:path';
import { type JsonObject, type SourceSettings, streamSettingsSchema } from '@twl/contracts';
import { vaultKey } from '../auth/tokens/token-vault';
import { ComponentNode } from '../build/component-node';
import { ManifestError } from '../errors/connector-errors';
import { TemplateError, createInterpolator, type Interpolator } from '@twl/jinja';
import { errorText, isJsonObject } from '@twl/json';
import { EngineContext } from '../build/engine-context';
import type { BuildContext } from '../build/build-context';
import { allowCustomClasses, customFile, loadCustomClasses, hasCustomClass } from '../custom/custom-components';
import { loadSelectors } from '../decoders/markup/html-fields';
import type { YamlDocument } from '../document/yaml-document';
import { MaskedLog } from '../secrets/masked-log';
import { HttpSender } from '../request/http-sender';
import { buildStream } from '../stream/build-stream';
import { assignStreamGroups, type StreamGroupLock } from '../build/stream-groups';
import { manifestHostsOf } from './allowed-hosts';
import type { Problems } from '../manifest/problems';
import { registry } from './registry';
import { isSecret, isSimulated } from './resolve-config';
import { migrateConfig, transformConfig, validateConfig } from './normalize-config';
import { streamNodes } from '../manifest/stream-nodes';
import { parentNamesOf, rememberParents } from '../build/parent-names';
import { checkedStreamsOf } from './checks/checked-streams';
import { findCursorWarnings } from './checks/cursor-warnings';
import { checkDeletions } from './deletions-problems';
import { checkConfig, secretPaths, withDefaults } from './spec';
import type { SourceParts } from './source-parts';

/** Builds the streams of a source; a stream that cannot be built is reported as a problem. */
export const buildSource = async (parts: SourceParts): Promise<SourceStream[]> => {
  const { manifest, settings, problems, mask, dependencies } = parts;
  const { limits } = settings;
  const { discovery } = parts;
  const interpolator = createInterpolator();
  const { clock, http } = dependencies;
  const log = new MaskedLog(dependencies.log, mask);
  const root = new ComponentNode(manifest.value, '', (owner, key) => manifest.positions.get(owner, key));
  const config = runReporting(problems, () => readConfig(parts, root, interpolator)) ?? parts.config;
  const scope = { values: { config }, now: clock.now(), random: () => clock.random() };
  const policy = policyOf(settings, manifestHostsOf(manifest.value, interpolator, scope), dependencies.simulatorUrl);
  const network = new HttpSender(http, policy, limits);
  const sender = dependencies.exchanges?.(network, mask) ?? network;
  const warn = (warning: ManifestError): void => problems.warn(warning);
  const shared = { source: parts.name, folder: parts.folder, limits, config, interpolator, clock, log, sender, secrets: mask, registry };
  const context = new EngineContext({ ...shared, warn });
  const streams: SourceStream[] = [];
  if (dependencies.vault) context.memory.set(vaultKey, dependencies.vault);
  if (hasCustomClass(manifest.value)) await loadClasses(parts, context);
  await loadSelectors(manifest.value);
  const budget = root.child('api_budget');
  if (budget) runReporting(problems, () => context.memory.set('apiBudget', context.build('apiBudget', budget)));
  const nodes = await streamNodes(root, context, { manifest, problems, discovery });
  rememberParents(context.memory, parentNamesOf(nodes));
  const groups = runReporting(problems, () => assignStreamGroups(root, nodes)) ?? new Map<string, StreamGroupLock>();
  for (const node of nodes) {
    const stream = runReporting(problems, () => buildOne(node, { parts, context, root, groups }));
    if (stream) streams.push(stream);
  }
  if (discovery.known) checkNames(parts, nodes);
  for (const warning of [...checkedStreamsOf(root, nodes), ...findCursorWarnings(nodes)]) problems.warn(warning);
  checkDeletions(parts, streams);
  return streams;
};

/** Loads custom code of the source, if it is allowed. An error in the file is a problem like any other. */
const loadClasses = async ({ folder, name, settings, problems, mask, dependencies }: SourceParts, context: BuildContext): Promise<void> => {
  try {
    const permission = { folder, isSwitchedOn: dependencies.customComponents ?? false, isWanted: settings.customComponents };
    allowCustomClasses(context, await loadCustomClasses(permission));
  } catch (error) {
    const file = join(basename(dirname(folder)), name, customFile);
    const why = mask.mask(errorText(error));
    problems.add('', `cannot be loaded: ${why}`, { file, line: 1, column: 1 });
  }
};

const buildOne = (
  node: ComponentNode,
  at: { parts: SourceParts; context: BuildContext; root: ComponentNode; groups: Map<string, StreamGroupLock> },
): SourceStream | undefined => {
  const { settings, manifest } = at.parts;
  const name = node.required('name');
  const chosen = settings.streams;
  if (chosen && !Object.hasOwn(chosen, name)) return undefined;
  return buildStream(node, {
    context: at.context.with({ stream: name }),
    settings: chosen?.[name] ?? streamSettingsSchema.parse({}),
    manifest: manifest.hash,
    concurrency: at.parts.dependencies.sequential ? 1 : concurrencyOf(at.root, at.context),
    groupLock: at.groups.get(name),
  });
};

const runReporting = <T>(problems: Problems, build: () => T): T | undefined => {
  try {
    return build();
  } catch (error) {
    if (error instanceof ManifestError) problems.addError(error);
    else if (error instanceof TemplateError) problems.add('', error.message);
    else throw error;
    return undefined;
  }
};

/** Returns the config in its current format, with defaults and derived values; checked against the manifest's `spec`. */
const readConfig = (
  { manifest, config, problems, document, settings, dependencies }: SourceParts,
  root: ComponentNode,
  interpolator: Interpolator,
): JsonObject => {
  const { clock } = dependencies;
  const context = {
    interpolator,
    scope: (values: JsonObject) => ({ values: { config: values }, now: clock.now(), random: () => clock.random() }),
  };
  const rules = root.child('spec')?.child('config_normalization_rules');
  const spec = manifest.value['spec'];
  const declared = isJsonObject(spec) ? spec['connection_specification'] : undefined;
  const specification = isJsonObject(declared) ? declared : {};
  const filled = withDefaults(migrateConfig(config, rules, context), specification);
  const written = isJsonObject(document.value) ? document.value['config'] : undefined;
  const configPosition = (path: string[]) => positionOf(document, written, path) ?? document.positions.get(document.value, 'config');
  const reportProblem = (path: string[], detail: string) => {
    // A placeholder does not reveal the secret.
    if (dependencies.secrets.areReal || !isAtSecret(settings.config, path))
      problems.add(['config', ...path].join('.'), detail, configPosition(path));
  };
  for (const { path, detail } of checkConfig(filled, specification)) reportProblem(path, detail);
  for (const path of secretPaths(specification)) {
    const name = path.join('_').toUpperCase();
    if (isPlainSecret(settings.config, path)) reportProblem(path, `is a secret: write { secret: ${name} } and give the value by that name`);
  }
  const finished = transformConfig(filled, rules, context);
  for (const { path, detail } of validateConfig(finished, rules, context)) reportProblem(path, detail);
  return finished;
};

const isPlainSecret = (config: Record<string, unknown>, path: string[]): boolean => {
  let value: unknown = config;
  for (const part of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
};

/** Returns true if a position of the config is a secret, is below one, or is derived from other values. */
const isAtSecret = (config: SourceSettings['config'], path: string[]): boolean => {
  let value: unknown = config;
  for (const part of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
    if (isSecret(value)) return true;
  }
  return path.length === 0;
};

const positionOf = (document: YamlDocument, written: JsonObject[string] | undefined, path: string[]) => {
  let owner = written;
  for (const part of path.slice(0, -1)) owner = isJsonObject(owner) ? owner[part] : undefined;
  return owner === undefined ? undefined : document.positions.get(owner, path.at(-1));
};

const policyOf = (settings: SourceSettings, own: string[], simulatorUrl: string | undefined): NetworkPolicy => {
  const simulated = isSimulated(settings, simulatorUrl);
  const declared = settings.allowedHosts?.map((host) => host.toLowerCase()) ?? own;
  return {
    allowedHosts: simulated && simulatorUrl !== undefined ? [...declared, new URL(simulatorUrl).host] : declared,
    allowPrivateAddresses: simulated || settings.allowPrivateAddresses,
    allowHttp: simulated || settings.allowHttp,
  };
};

const concurrencyOf = (root: ComponentNode, context: BuildContext): number => {
  const level = root.child('concurrency_level');
  if (!level) return 1;
  const wanted = Number(context.interpolator.compile(level.required('default_concurrency'), level.parameters).value(context.scope()));
  const most = level.number('max_concurrency') ?? 40;
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most, 40) : 1;
};

/** A stream that `source.yaml` speaks of must be in the manifest. */
const checkNames = ({ settings, document, problems }: SourceParts, nodes: ComponentNode[]): void => {
  const known = nodes.map((node) => node.text('name') ?? '');
  const written = isJsonObject(document.value) ? document.value['streams'] : undefined;
  for (const name of Object.keys(settings.streams ?? {})) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    const advice = near ? `did you mean ${near}?` : `it has ${known.join(', ') || 'none'}`;
    problems.add(`streams.${name}`, `the manifest has no such stream (${advice})`, document.positions.get(written ?? null, name));
  }
};
