import type { Registry } from '../build/registry';
import notations from '../language/definitions.json';
import { registry } from './registry';
import otherFiles from '../language/coverage-places.json';

/** How far one definition of the language is covered. */
export interface Coverage {
  name: string;
  state: 'supported' | 'refused' | 'not applicable';
  where: string;
}

/** Entries of our own data that are no definitions of the language: its root, parts that it nests without a name, and extensions. */
const ours = new Set(['DeclarativeSource', 'FileUploader', 'ConfigNormalizationRules', 'HtmlDecoder']);

/** Returns the coverage of every definition of the language. Throws for one that is not listed. */
export const measureCoverage = (): Coverage[] =>
  Object.keys(notations)
    .filter((name) => !ours.has(name))
    .sort()
    .map(entryOf);

const entryOf = (name: string): Coverage => {
  const role = roleOf(registry, name);
  const file = (otherFiles as Record<string, string>)[name];
  const misplaced = `${name} must stand either in the registry or in coverage-places.json`;
  if (role !== undefined) {
    if (file !== undefined) throw new Error(misplaced);
    return { name, state: 'supported', where: name.startsWith('Custom') ? `${role}, where custom components are switched on` : role };
  }
  if (file === undefined) throw new Error(misplaced);
  if (file.startsWith('!')) return { name, state: 'refused', where: file.slice(1) };
  if (file.startsWith('-')) return { name, state: 'not applicable', where: file.slice(1) };
  return { name, state: 'supported', where: file };
};

const roleOf = (roles: Registry, name: string): string | undefined => {
  const found = Object.entries(roles).find(([, builders]) => Object.hasOwn(builders, name));
  return found && words(found[0]);
};

const words = (role: string): string => role.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The coverage as a page of Markdown. */
export const renderCoveragePage = (entries: Coverage[] = measureCoverage()): string => {
  const countEntries = (state: Coverage['state']) => entries.filter((entry) => entry.state === state).length;
  return `# What of the connector language is supported

The ${entries.length} definitions of Airbyte's declarative language, as \`airbyte-cdk\` 7.39.1 has them, and what becomes of each. A manifest that uses one that is refused
is not loaded: the problem names the place in the file, the component and what to do instead.

Supported: **${countEntries('supported')}**, refused: ${countEntries('refused')}, not applicable: ${countEntries('not applicable')}.
Beside them there are [extensions](extensions.md) of ours: \`HtmlDecoder\`, which reads pages of HTML with CSS selectors, and the keys \`columns\`,
\`columns_from\`, \`value_field\` and \`key_field\` of a \`DpathExtractor\`, which make records of lists, plain values and mappings by key, and \`encoding\`,
which every decoder of text has.

Keys that are read but change nothing: \`use_tcp_keepalive\`, \`connect_timeout_in_seconds\` and \`read_timeout_in_seconds\` (the deadlines of
\`limits\` in source.yaml stand for all requests). \`use_cache\` is of one run, and so of one stream: responses of up to 4 MB, 64 MB of them together. Keys that
the language does not know change nothing either; \`twl source check\` names them.

Written by \`node libs/connector/tools/write-coverage.mjs\`; a test fails when it is out of date.

| definition | state | as |
| --- | --- | --- |
${entries.map(({ name, state, where }) => `| ${name} | ${state} | ${where} |`).join('\n')}
`;
};
