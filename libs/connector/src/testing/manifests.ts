/** Parts of a manifest that a test changes. */
export interface ManifestStreamParts {
  name?: string;
  requester?: Record<string, unknown>;
  retriever?: Record<string, unknown>;
  stream?: Record<string, unknown>;
  manifest?: Record<string, unknown>;
  fieldPath?: string[];
}

/** A manifest of one stream `items` at `https://api.test/items`, with parts replaced. */
export const makeManifest = ({
  name = 'items',
  requester,
  retriever,
  stream,
  manifest,
  fieldPath = ['items'],
}: ManifestStreamParts = {}): Record<string, unknown> => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: [name] },
  streams: [makeStream({ name, requester, retriever, stream, fieldPath })],
  ...manifest,
});

/** A stream component, with parts replaced. */
export const makeStream = ({
  name = 'items',
  requester,
  retriever,
  stream,
  fieldPath = ['items'],
}: Omit<ManifestStreamParts, 'manifest'> = {}): Record<string, unknown> => ({
  type: 'DeclarativeStream',
  name,
  primary_key: 'id',
  retriever: {
    type: 'SimpleRetriever',
    requester: { type: 'HttpRequester', url_base: 'https://api.test', path: `/${name}`, http_method: 'GET', ...requester },
    record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: fieldPath } },
    ...retriever,
  },
  ...stream,
});
