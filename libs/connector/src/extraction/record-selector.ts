import type { Json, JsonObject } from '@twl/contracts';
import { TwlError } from '@twl/ports';
import type {
  Decoder,
  Extractor,
  Located,
  ReadablePage,
  RecordFilter,
  RecordSelector,
  SchemaLoader,
  SchemaNormalization,
  Selected,
  Transformation,
} from '../roles/roles';
import { type Scope, createListRow, type ListRow } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import type { MissingList } from '../session/missing-list';

interface SelectorOptions {
  decoder: Decoder;
  extractor: Extractor;
  filter?: RecordFilter;
  transformations: readonly Transformation[];
  /** The filter sees the transformed record. */
  transformFirst: boolean;
  normalizer?: SchemaNormalization;
  schema?: SchemaLoader;
}

/** What is needed to process one record of a page. */
interface PageWork {
  scope: Scope;
  schema?: JsonObject;
  /** The item of the record, if it is a list. */
  row?: ListRow;
}

/** Extracts, filters, transforms and normalises. A failure of one record refuses that record, never its page. */
export class DeclaredSelector implements RecordSelector {
  readonly decoder: Decoder;
  readonly extractor: Extractor;

  constructor(private readonly options: SelectorOptions) {
    this.decoder = options.decoder;
    this.extractor = options.extractor;
  }

  async missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.extractor.missing?.(page);
  }

  async errors(page: ReadablePage): Promise<string | undefined> {
    return this.extractor.errors?.(page);
  }

  async *select(page: ReadablePage): AsyncGenerator<readonly Selected[], void> {
    const { extractor, normalizer, schema } = this.options;
    const values: Record<string, Json | undefined> = { ...page.scope.values, record: undefined };
    const { now } = page.scope;
    const scope: Scope = { values, now, random: () => page.scope.random() };
    const work: PageWork = { scope, schema: normalizer && (await schema?.load(page.scope)) };
    let itemIndex = 0;
    for await (const items of extractor.extract(page)) yield items.map((item) => this.treat(item, itemIndex++, work));
  }

  private treat(item: Located, itemIndex: number, work: PageWork): Selected {
    const { pointer, value, refused } = item;
    if (refused) return { kind: 'refused', itemIndex, pointer, ...refused, data: value };
    if (isJsonObject(value)) return this.finish(item, value, { itemIndex, work });
    const shape: Selected = { kind: 'refused', itemIndex, pointer, reason: 'SHAPE', detail: noObject(value), data: value };
    if (!Array.isArray(value)) return shape;
    const row = createListRow(value);
    const found = this.finish(item, {}, { itemIndex, work: { ...work, row } });
    // A row that is processed without reading its cells would lose them.
    return row.isRead && !(found.kind === 'record' && Object.keys(found.data).length === 0) ? found : shape;
  }

  private finish({ pointer, value }: Located, record: JsonObject, { itemIndex, work }: { itemIndex: number; work: PageWork }): Selected {
    try {
      return this.apply(record, { itemIndex, pointer }, work);
    } catch (error) {
      if (!(error instanceof TwlError)) throw error;
      return { kind: 'refused', itemIndex, pointer, reason: 'TRANSFORM', detail: error.message, data: value };
    }
  }

  /** Returns the finished record, or what the filter saw of it. */
  private apply(record: JsonObject, at: Pick<Selected, 'itemIndex' | 'pointer'>, work: PageWork): Selected {
    const { transformFirst, normalizer } = this.options;
    const transformed = transformFirst ? this.transform(record, work) : record;
    if (!this.keeps(transformed, work)) return { kind: 'filtered', ...at, data: transformed };
    const result = transformFirst ? transformed : this.transform(record, work);
    return { kind: 'record', ...at, data: normalizer && work.schema ? normalizer.normalize(result, work.schema) : result };
  }

  private keeps(record: JsonObject, work: PageWork): boolean {
    const { filter } = this.options;
    return !filter || filter.keep(record, withRecord(work, record));
  }

  private transform(record: JsonObject, work: PageWork): JsonObject {
    return this.options.transformations.reduce((current, each) => each.apply(current, withRecord(work, current)), record);
  }
}

/** The page's one scope, showing this record now: making a new one per record would cost more than evaluating. */
const withRecord = ({ scope, row }: PageWork, record: JsonObject): Scope => {
  (scope.values as Record<string, Json>)['record'] = row?.showing(record) ?? record;
  return scope;
};

/** Explains why an item is not a record, and how to make it one. */
const noObject = (value: Json): string => {
  if (Array.isArray(value))
    return 'the item is a list, not an object (name its cells with columns of the extractor, or read them as record[0] in AddFields)';
  const what = value === null ? 'null' : `a ${typeof value}`;
  return `the item is ${what}, not an object (name the field that it becomes with value_field of the extractor)`;
};
