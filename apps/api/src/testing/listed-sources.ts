import { sourceSettingsSchema, streamSettingsSchema, type Json, type JsonObject, type PageMeta } from '@twl/contracts';
import { parseExactJson } from '@twl/json';
import {
  type ManifestText,
  SourceCatalog,
  UnreadablePageError,
  type Extracted,
  type Payload,
  type ReadEvent,
  type Source,
  type SourceStream,
  readPayload,
} from '@twl/ports';

/** Catalog of the given sources. */
export class ListedSources extends SourceCatalog {
  constructor(readonly sources: Source[]) {
    super();
  }

  async list(): Promise<Source[]> {
    return this.sources;
  }

  /** A test manifest has the line `keyField: no`; any other manifest is invalid. */
  async get(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    const source = this.sources.find((one) => one.name === name);
    const keyField = manifest && /^keyField: (\w+)$/.exec(manifest.text)?.[1];
    if (!source || !manifest) return source;
    if (!keyField) return { ...source, streams: [], problems: [`${manifest.label}:1:1 has no keyField`] };
    return { ...source, streams: source.streams.map((stream) => new ArrayStream(stream.source, stream.name, keyField)) };
  }
}

/** Stream whose pages are JSON arrays of items; an item without a key is refused. */
export class ArrayStream implements SourceStream {
  readonly settings = streamSettingsSchema.parse({});
  readonly manifest = 'sha256:1';

  constructor(
    readonly source: string,
    readonly name: string,
    /** Key field of the current manifest. */
    public keyField = 'id',
  ) {}

  async *read(): AsyncGenerator<ReadEvent, void> {
    yield { kind: 'end', state: 'complete' };
  }

  async *extract(_meta: PageMeta, body: Payload): AsyncIterable<Extracted[]> {
    const items = parse((await readPayload(body)).toString());
    for (const [itemIndex, item] of items.entries()) {
      const data = { ...item, added: 'by a transformation' };
      const pointer = `/${itemIndex}`;
      const key = String(item[this.keyField]);
      if (item[this.keyField] === undefined) {
        yield [{ kind: 'refused', itemIndex, pointer, reason: 'KEY_MISSING', detail: `${this.keyField} is missing`, data: item }];
        continue;
      }
      yield [{ kind: 'record', itemIndex, pointer, data, key, cursor: null, occurredAt: null, title: `order ${key}` }];
    }
  }
}

function parse(text: string): JsonObject[] {
  try {
    return parseExactJson(text) as Json[] as JsonObject[];
  } catch (error) {
    throw new UnreadablePageError('UNPARSABLE', 'not JSON', error);
  }
}

/** Makes a source with the given streams and a schedule of every five minutes. */
export const makeSource = (given: {
  name: string;
  streams?: string[];
  enabled?: boolean;
  problems?: string[];
  discovery?: Source['discovery'];
}): Source => {
  const { name, streams = ['orders'], enabled = true, problems = [], discovery } = given;
  const settings = sourceSettingsSchema.parse({ enabled });
  const own = discovery && { discovery };
  return { ...own, name, settings, problems, streams: problems.length > 0 ? [] : streams.map((stream) => new ArrayStream(name, stream)) };
};
