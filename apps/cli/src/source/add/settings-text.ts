import type { ManifestDescription } from '@twl/connector';
import { configLines } from './config-lines';
import { commentOf, keyText, valueText } from './yaml-text';

/** Writes a `source.yaml` for a manifest: every property of its config, its streams, and a list of hosts if the manifest does not determine them. */
export const settingsText = (
  name: string,
  { specification, streams, hasDynamicStreams, hosts, openAddresses, configuredAddresses }: ManifestDescription,
): string =>
  [
    '# Settings of this source. manifest.yaml in the same folder declares how to fetch it.',
    '# docs/sources.md explains every key.',
    ...notYetEnabled(name),
    'schedule:',
    "  cron: '*/5 * * * *'",
    '',
    ...configBlock(name, specification),
    ...hostsBlock(hosts, { openAddresses, configuredAddresses }),
    ...streamsBlock(streams, hasDynamicStreams),
    '',
  ].join('\n');

/** Disables the schedule of a new source until a person has reviewed its requests. */
export const notYetEnabled = (name: string): string[] => [
  `# The schedule is disabled. Check the requests of the source first (twl source preview ${name}), then set true.`,
  'enabled: false',
  '',
];

const configBlock = (name: string, specification: ManifestDescription['specification']): string[] => {
  const lines = configLines(specification, { prefix: name, indent: '  ' });
  if (lines.length === 0) return ['# The manifest requires no config.', 'config:', ''];
  return ['# Config of the manifest: required properties first, then optional ones.', 'config:', ...lines, ''];
};

const hostsBlock = (
  hosts: string[],
  { openAddresses, configuredAddresses }: Pick<ManifestDescription, 'openAddresses' | 'configuredAddresses'>,
): string[] => {
  if (openAddresses.length === 0) return [];
  return [
    '# Only these hosts may be called. The manifest does not determine the hosts of the following addresses: add them.',
    ...[...openAddresses, ...configuredAddresses].slice(0, 8).map((address) => `#   ${commentOf(address)}`),
    `allowedHosts: [${hosts.map(valueText).join(', ')}]`,
    '',
  ];
};

const streamsBlock = (streams: string[], hasDynamicStreams: boolean): string[] => {
  if (hasDynamicStreams)
    return ['# Some streams are discovered from the source. All streams are read; to read only some, list them here.', '# streams:'];
  if (streams.length === 0) return [];
  return [
    '# Only these streams are read. Per stream: primaryKey, title, occurredAt, redact, volatileFields, expect.',
    'streams:',
    ...streams.map((stream) => `  ${keyText(stream)}: {}`),
  ];
};
