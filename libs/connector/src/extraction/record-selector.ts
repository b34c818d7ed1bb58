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
} from '../component/roles';
import type { Scope } from '../component/template';
import { isJsonObject } from '../document/json-object';

interface SelectorOptions {
  decoder: Decoder;
  extractor: Extractor;
  filter?: RecordFilter;
  transformations: readonly Transformation[];
  /** The filter sees what the transformations made. */
  transformFirst: boolean;
  normalizer?: SchemaNormalization;
  schema?: SchemaLoader;
}

/** What is needed to treat one record of a page. */
interface PageWork {
  scope: Scope;
  schema?: JsonObject;
}

/** Extracts, filters, transforms and normalises. What fails for one record refuses that record, never its page. */
export class DeclaredSelector implements RecordSelector {
  readonly decoder: Decoder;
  readonly extractor: Extractor;

  constructor(private readonly options: SelectorOptions) {
    this.decoder = options.decoder;
    this.extractor = options.extractor;
  }

  async *select(page: ReadablePage): AsyncGenerator<readonly Selected[], void> {
    const { extractor, normalizer, schema } = this.options;
    const values: Record<string, Json | undefined> = { ...page.scope.values, record: undefined };
    const { now } = page.scope;
    const scope: Scope = { values, now, random: () => page.scope.random() };
    const work: PageWork = { scope, schema: normalizer && (await schema?.load(page.scope)) };
    let index = 0;
    for await (const items of extractor.extract(page)) yield items.map((item) => this.treat(item, index++, work));
  }

  private treat(item: Located, index: number, work: PageWork): Selected {
    const { pointer, value, refused } = item;
    if (refused) return { kind: 'refused', index, pointer, ...refused, data: value };
    if (!isJsonObject(value)) {
      return { kind: 'refused', index, pointer, reason: 'SHAPE', detail: `the item is ${kindOf(value)}, not an object`, data: value };
    }
    try {
      const data = this.apply(value, work);
      return data ? { kind: 'record', index, pointer, data } : { kind: 'filtered', index, pointer };
    } catch (error) {
      if (!(error instanceof TwlError)) throw error;
      return { kind: 'refused', index, pointer, reason: 'TRANSFORM', detail: error.message, data: value };
    }
  }

  /** The finished record; undefined when it is filtered out. */
  private apply(record: JsonObject, { scope, schema }: PageWork): JsonObject | undefined {
    const { transformFirst, normalizer } = this.options;
    const transformed = transformFirst ? this.transform(record, scope) : record;
    if (!this.keeps(transformed, scope)) return undefined;
    const result = transformFirst ? transformed : this.transform(record, scope);
    return normalizer && schema ? normalizer.normalize(result, schema) : result;
  }

  private keeps(record: JsonObject, scope: Scope): boolean {
    const { filter } = this.options;
    return !filter || filter.keep(record, withRecord(scope, record));
  }

  private transform(record: JsonObject, scope: Scope): JsonObject {
    return this.options.transformations.reduce((current, each) => each.apply(current, withRecord(scope, current)), record);
  }
}

/** The page's one scope, showing this record now: making a new one per record would cost more than evaluating. */
const withRecord = (scope: Scope, record: JsonObject): Scope => {
  (scope.values as Record<string, Json>)['record'] = record;
  return scope;
};

const kindOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);
