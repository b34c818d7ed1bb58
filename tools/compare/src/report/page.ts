import type { StreamComparison } from '../comparison';
import type { Result } from '../compare-manifest';
import { intended } from './intended';
import { publicManifests } from './public-manifests';

/** One line of the result. */
export interface Line {
  about: string;
  covers: string[];
  comparison: StreamComparison;
  result: Result;
}

/** The result as a page of Markdown. */
export const comparisonPage = (lines: readonly Line[], facts: { version: string; machine: string; date: string }): string => {
  const differing = lines.filter(({ result }) => result.differences.length > 0);
  return `# Compared with the Python engine

The same manifests, run by the Python package \`airbyte-cdk\` ${facts.version} and by our engine against the same local server. Compared are the
records, the state at the end, and the requests: their order, method, path, query, body, and the headers that the manifest is about.

- Manifests: **${lines.length}**, in \`tools/compare/manifests\`. The same: **${lines.length - differing.length}**, different: ${differing.length}.
- Where slices are read side by side (marked *by slice*) requests of different slices have no order in either engine: their order is compared
  within each slice, and records as a set.
- The state is compared without \`lookback_window\` and \`__ab_full_refresh_sync_complete\`, which say how long the run took and that it ended.
  A signed token is compared by what it says, without its times.

Written by \`npm run compare -- --python <path> --write\` on ${facts.date} (${facts.machine}).

${[...Map.groupBy(lines, ({ about }) => about)].map(section).join('\n')}
## By intent

${intended}
## Public manifests

${publicManifests}
${differing.length > 0 ? `## What differs\n\n${differing.map(difference).join('\n')}` : ''}`;
};

const section = ([about, lines]: [string, Line[]]): string => `## ${about}

| manifest | covers | requests | records | result |
| --- | --- | --- | --- | --- |
${lines.map(row).join('\n')}
`;

const row = ({ covers, comparison, result }: Line): string => {
  const { python, differences } = result;
  const way = comparison.slicedBy ? `${python.requests.length} by slice` : python.requests.length;
  const what = differences.map((each) => each.what).join(', ');
  const verdict = differences.length > 0 ? `different: ${what}` : comparison.fails ? 'same: both fail' : 'same';
  return `| ${result.name} | ${covers.join(', ')} | ${way} | ${python.records.length} | ${verdict} |`;
};

const difference = ({ result, comparison }: Line): string => `- \`${result.name}\`: ${comparison.differs ?? 'not explained yet'}`;
