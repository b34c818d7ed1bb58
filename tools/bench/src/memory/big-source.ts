import { mkdirSync, writeFileSync } from 'node:fs';

const manifest = (port: string): object => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: ['items'] },
  streams: [
    {
      type: 'DeclarativeStream',
      name: 'items',
      primary_key: 'id',
      retriever: {
        type: 'SimpleRetriever',
        requester: { type: 'HttpRequester', url_base: `http://127.0.0.1:${port}`, path: '/items' },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
      },
    },
  ],
});

/** Writes the folder of a source `big` whose one page is the big array. */
export const writeBigSource = (sourcesDir: string, port: string): void => {
  mkdirSync(`${sourcesDir}/big`, { recursive: true });
  writeFileSync(`${sourcesDir}/big/manifest.yaml`, JSON.stringify(manifest(port)));
  writeFileSync(`${sourcesDir}/big/source.yaml`, JSON.stringify({ allowPrivateAddresses: true, allowHttp: true }));
};
