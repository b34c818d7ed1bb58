import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparisons } from './comparisons/comparisons';
import { componentTypes } from './component-types';
import { intended } from './report/intended';
import { publicManifests } from './report/public-manifests';

const folder = join(__dirname, '../manifests');
const names = Object.values(comparisons).flatMap((group) => Object.keys(group));
const used = new Set(names.flatMap((name) => componentTypes(readFileSync(join(folder, `${name}.yaml`), 'utf8'))));

const kinds = {
  paging: ['PageIncrement', 'OffsetIncrement', 'CursorPagination', 'PaginationReset', 'NoPagination', 'RequestPath'],
  authentication: [
    ...['NoAuth', 'ApiKeyAuthenticator', 'BearerAuthenticator', 'BasicHttpAuthenticator', 'OAuthAuthenticator', 'JwtAuthenticator'],
    ...['SessionTokenAuthenticator', 'LegacySessionTokenAuthenticator', 'SelectiveAuthenticator', 'RateLimitedMultipleTokenAuthenticator'],
  ],
  cursors: ['DatetimeBasedCursor', 'IncrementingCountCursor', 'MinMaxDatetime'],
  partitions: ['ListPartitionRouter', 'SubstreamPartitionRouter', 'GroupingPartitionRouter', 'UnionPartitionRouter'],
  errors: [
    ...['DefaultErrorHandler', 'CompositeErrorHandler', 'HttpResponseFilter', 'ConstantBackoffStrategy', 'ExponentialBackoffStrategy'],
    ...['WaitTimeFromHeader', 'WaitTimeFromResponse', 'WaitUntilTimeFromHeader', 'HTTPAPIBudget'],
  ],
  decoders: ['JsonlDecoder', 'JsonItemsDecoder', 'IterableDecoder', 'CsvDecoder', 'XmlDecoder', 'GzipDecoder', 'ZipfileDecoder'],
  streams: ['AsyncRetriever', 'DynamicDeclarativeStream', 'StateDelegatingStream', 'ConditionalStreams', 'StreamGroup'],
  resolvers: ['HttpComponentsResolver', 'ConfigComponentsResolver', 'ParametrizedComponentsResolver'],
  transformations: ['AddFields', 'RemoveFields', 'KeysToLower', 'KeysToSnakeCase', 'KeysReplace', 'FlattenFields', 'DpathFlattenFields'],
};

describe('the comparisons', () => {
  it('have a manifest each, and every manifest has one', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.yaml`).sort());
  });

  it.each(Object.entries(kinds))('use every kind of %s', (_what, types) => {
    expect(types.filter((type) => !used.has(type))).toEqual([]);
  });
});

describe('docs/reports/comparison.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/reports/comparison.md'), 'utf8');

  it.each([
    ['what differs by intent', intended],
    ['what public manifests gave', publicManifests],
  ])('says %s, as the tool writes it', (_what, text) => {
    expect(page).toContain(text);
  });
});
