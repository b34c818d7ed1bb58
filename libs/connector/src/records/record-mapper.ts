import type { Json, JsonObject, StreamSettings } from '@twl/contracts';
import type { Extracted } from '@twl/ports';
import { type Interpolator, type Template, type Scope, microsOf } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import type { Selected } from '../roles/roles';
import type { Slicer } from '../roles/slicer';
import { parseSourceTime } from '../incremental/source-time';
import { toExactIsoTime, isoOfMicros } from '../time/iso-time';
import { createKeyReader, type KeyReader } from './record-key';
import { fieldOfPath } from '../document/field-at';
import type { Slice } from '../roles/slice';

const titleFields = ['title', 'name', 'subject', 'label', 'summary', 'displayName', 'display_name', 'email', 'description'];
const longestTitle = 300;

/** How a stream maps its records. */
export interface RecordMapping {
  keyParts: string[][];
  settings: Pick<StreamSettings, 'occurredAt' | 'title'>;
  slicer: Slicer;
  /** Field that the cursor follows: its format is known. */
  cursorField?: string;
  interpolator: Interpolator;
}

/** Maps selected items to what the pipeline stores: key, position in the order, time and title. */
export class RecordMapper {
  private readonly key: KeyReader;
  private readonly title: Template | undefined;

  constructor(private readonly mapping: RecordMapping) {
    this.key = createKeyReader(mapping.keyParts);
    this.title = mapping.settings.title === undefined ? undefined : mapping.interpolator.compile(mapping.settings.title);
  }

  map(item: Selected, slice: Slice, scope: Scope): Extracted {
    if (item.kind === 'filtered') return { kind: 'filtered', itemIndex: item.itemIndex };
    if (item.kind === 'refused') return { ...item, ...this.keyIn(item.data) };
    const { itemIndex, pointer, data } = item;
    const { slicer } = this.mapping;
    if (slicer.keeps && !slicer.keeps(data, slice)) return { kind: 'filtered', itemIndex };
    const key = this.key(data);
    if ('reason' in key) return { kind: 'refused', itemIndex, pointer, reason: key.reason, detail: key.detail, data };
    const occurredAt = this.occurredAt(data);
    const cursor = slicer.position?.(data) ?? null;
    return { kind: 'record', itemIndex, pointer, data, key: key.key, cursor, occurredAt, title: this.titleOf(data, key.key, scope) };
  }

  /** Returns the key of a refused item, if it has one. */
  private keyIn(data: Json): { key?: string } {
    const key = isJsonObject(data) ? this.key(data) : undefined;
    return key && 'key' in key ? { key: key.key } : {};
  }

  /** A declared format decides what a text or a number means; only without one it is guessed. */
  private occurredAt(data: JsonObject): string | null {
    const { slicer, settings, cursorField } = this.mapping;
    const { occurredAt } = settings;
    const ofCursor = (): string | null => slicer.time?.(data) ?? null;
    if (occurredAt === undefined) return ofCursor();
    if (typeof occurredAt === 'string')
      return (occurredAt === cursorField ? ofCursor() : null) ?? toExactIsoTime(fieldOfPath(data, [occurredAt]));
    return timeInFormat(fieldOfPath(data, [occurredAt.field]), [occurredAt.format].flat());
  }

  private titleOf(record: JsonObject, key: string, scope: Scope): string {
    const text = this.title ? this.rendered(this.title, record, scope) : usualTitle(record);
    return (text?.trim() || key).slice(0, longestTitle).toWellFormed();
  }

  private rendered(title: Template, record: JsonObject, scope: Scope): string | undefined {
    try {
      return title.text({ ...scope, values: { ...scope.values, record } });
    } catch {
      return undefined;
    }
  }
}

const timeInFormat = (value: Json | undefined, formats: readonly string[]): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null;
  for (const format of formats) {
    try {
      return isoOfMicros(microsOf(parseSourceTime(value, format)));
    } catch {
      continue;
    }
  }
  return null;
};

const usualTitle = (record: JsonObject): string | undefined => {
  for (const name of titleFields) {
    const value = record[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return undefined;
};
