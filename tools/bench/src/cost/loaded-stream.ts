import { type ReadEvent, type SourceStream, payloadOf } from '@twl/ports';
import { bodies, type Load } from '../processing/records';

/** A load as it is fetched. */
export interface FetchedLoad extends Load {
  /** Behind each page, which makes it another page of the same records. */
  ending?: string;
}

/** A stream whose source shows a load: read as the connector reads, which sees by itself what is the same as last time. */
export const loadedStream = (stream: SourceStream, load: FetchedLoad, now: () => string): SourceStream => ({
  source: stream.source,
  name: stream.name,
  settings: stream.settings,
  manifest: stream.manifest,
  extract: (meta, body) => stream.extract(meta, body),
  async *read({ previous }): AsyncGenerator<ReadEvent, void> {
    let index = 0;
    for (const text of bodies(load)) {
      const body = payloadOf(text + (load.ending ?? ''));
      const requestLine = `GET https://shop.example/orders?page=${index++}`;
      const request = { method: 'GET', url: requestLine.slice(4) };
      const answered = { partition: {}, interval: {}, fetchedAt: now(), status: 200, headers: {}, contentType: 'application/json' };
      const same = previous(requestLine)?.sha256 === body.sha256;
      yield { kind: 'page', page: { ...answered, request, body, requestLine, same } };
    }
    yield { kind: 'end', state: 'complete' };
  },
});
