import type { JsonObject, StreamSettings } from '@twl/contracts';
import type { Extracted } from '@twl/ports';
import type { Interpolator, Scope, Template } from '../component/template';
import type { Selected } from '../component/roles';
import type { Slicer } from '../incremental/slicer';
import { isoTime } from './iso-time';
import { createKeyReader, fieldAt, type KeyReader } from './record-key';
import type { Slice } from './slice';

const titleFields = ['title', 'name', 'subject', 'label', 'summary', 'displayName', 'display_name', 'email', 'description'];
const longestTitle = 300;

/** What a stream says about its records. */
export interface RecordMapping {
  keyParts: string[][];
  settings: Pick<StreamSettings, 'occurredAt' | 'title'>;
  slicer: Slicer;
  interpolator: Interpolator;
}

/** Turns selected items into what the pipeline stores: key, place in the order, time and title. */
export class RecordMapper {
  private readonly key: KeyReader;
  private readonly title: Template | undefined;

  constructor(private readonly mapping: RecordMapping) {
    this.key = createKeyReader(mapping.keyParts);
    this.title = mapping.settings.title === undefined ? undefined : mapping.interpolator.compile(mapping.settings.title);
  }

  map(item: Selected, slice: Slice, scope: Scope): Extracted {
    if (item.kind === 'filtered') return { kind: 'filtered', index: item.index };
    if (item.kind === 'refused') return item;
    const { index, pointer, data } = item;
    const { slicer, settings } = this.mapping;
    if (slicer.keeps && !slicer.keeps(data, slice, scope.now)) return { kind: 'filtered', index };
    const key = this.key(data);
    if ('reason' in key) return { kind: 'refused', index, pointer, reason: key.reason, detail: key.detail, data };
    const occurredAt = settings.occurredAt ? isoTime(fieldAt(data, [settings.occurredAt])) : (slicer.time?.(data) ?? null);
    const cursor = slicer.position?.(data) ?? null;
    return { kind: 'record', index, pointer, data, key: key.key, cursor, occurredAt, title: this.titleOf(data, key.key, scope) };
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

const usualTitle = (record: JsonObject): string | undefined => {
  for (const name of titleFields) {
    const value = record[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return undefined;
};
