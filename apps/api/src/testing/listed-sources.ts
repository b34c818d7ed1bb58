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

/** A catalog of the sources it is given. */
export class ListedSources extends SourceCatalog {
  constructor(readonly sources: Source[]) {
    super();
  }

  async list(): Promise<Source[]> {
    return this.sources;
  }

  /** A manifest for tests says `keyField: no`; any other one is wrong. */
  async get(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    const source = this.sources.find((one) => one.name === name);
    const keyField = manifest && /^keyField: (\w+)$/.exec(manifest.text)?.[1];
    if (!source || !manifest) return source;
    if (!keyField) return { ...source, streams: [], problems: [`${manifest.label}:1:1 has no keyField`] };
    return { ...source, streams: source.streams.map((stream) => new ArrayStream(stream.source, stream.name, keyField)) };
  }
}

/** A stream whose pages are JSON arrays of items; one without a key is refused. */
export class ArrayStream implements SourceStream {
  readonly settings = streamSettingsSchema.parse({});
  readonly manifest = 'sha256:1';

  constructor(
    readonly source: string,
    readonly name: string,
    /** The field that the manifest in force takes for the key. */
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

/** A source with streams of the given names, by its other settings on schedule every five minutes. */
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
