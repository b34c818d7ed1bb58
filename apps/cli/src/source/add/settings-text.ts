import type { ManifestDescription } from '@twl/connector';
import { configLines } from './config-lines';
import { commentOf, keyText, valueText } from './yaml-text';

/** A `source.yaml` around a manifest: every property of its config, its streams, and the hosts where they cannot be known. */
export const settingsText = (
  name: string,
  { specification, streams, hasDynamicStreams, hosts, openAddresses, configuredAddresses }: ManifestDescription,
): string =>
  [
    '# What the pipeline does with this source. How to fetch it stands in manifest.yaml beside this file.',
    '# Every key is explained in docs/sources.md.',
    ...notYetEnabled(name),
    'schedule:',
    "  cron: '*/5 * * * *'",
    '',
    ...configBlock(name, specification),
    ...hostsBlock(hosts, { openAddresses, configuredAddresses }),
    ...streamsBlock(streams, hasDynamicStreams),
    '',
  ].join('\n');

/** Nobody has looked yet at what a new source asks of whom: its schedule does not run it. */
export const notYetEnabled = (name: string): string[] => [
  `# Its schedule does not run it yet. Look at what it does (twl source preview ${name}), then write true.`,
  'enabled: false',
  '',
];

const configBlock = (name: string, specification: ManifestDescription['specification']): string[] => {
  const lines = configLines(specification, { prefix: name, indent: '  ' });
  if (lines.length === 0) return ['# The manifest needs no config.', 'config:', ''];
  return ['# What the manifest wants to know: first what it needs, then what it can do without.', 'config:', ...lines, ''];
};

const hostsBlock = (
  hosts: string[],
  { openAddresses, configuredAddresses }: Pick<ManifestDescription, 'openAddresses' | 'configuredAddresses'>,
): string[] => {
  if (openAddresses.length === 0) return [];
  return [
    '# Only these hosts are called. Where these addresses lead, the manifest does not tell: add the hosts.',
    ...[...openAddresses, ...configuredAddresses].slice(0, 8).map((address) => `#   ${commentOf(address)}`),
    `allowedHosts: [${hosts.map(valueText).join(', ')}]`,
    '',
  ];
};

const streamsBlock = (streams: string[], hasDynamicStreams: boolean): string[] => {
  if (hasDynamicStreams)
    return ['# Some streams only the source itself knows: all are read. To read some alone, name them here.', '# streams:'];
  if (streams.length === 0) return [];
  return [
    '# Only these streams are read. Per stream: primaryKey, title, occurredAt, redact, volatileFields, expect.',
    'streams:',
    ...streams.map((stream) => `  ${keyText(stream)}: {}`),
  ];
};
