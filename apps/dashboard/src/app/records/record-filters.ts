import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { RecordSort, RecordsQuery, SourceStatus } from '@twl/contracts';
import { Icon } from '../display/icon';
import { ChoiceField } from '../filters/choice-field';
import { SearchField } from '../filters/search-field';
import { sourceChoices, streamChoices } from '../filters/source-choices';
import { type Range, TimeRangeFilter } from '../filters/time-range';
import type { RecordFilterValues } from './record-filter-names';
import { rangeIn, rangeValues } from './record-range';

const sorts: { value: RecordSort; label: string }[] = [
  { value: '-updatedAt', label: 'Newest update first' },
  { value: 'updatedAt', label: 'Oldest update first' },
  { value: '-occurredAt', label: 'Newest occurrence first' },
  { value: 'occurredAt', label: 'Oldest occurrence first' },
];

const deletedChoices: { value: NonNullable<RecordsQuery['deleted']>; label: string }[] = [
  { value: 'include', label: 'Shown as well' },
  { value: 'only', label: 'Shown alone' },
];

/** A change of some filters, and whether it is one step of typing. */
export interface FilterChange {
  values: RecordFilterValues;
  typing: boolean;
}

/** What narrows and orders the list of records. */
@Component({
  selector: 'twl-record-filters',
  imports: [ChoiceField, Icon, MatButton, SearchField, TimeRangeFilter],
  templateUrl: './record-filters.html',
  styleUrl: './record-filters.scss',
})
export class RecordFilters {
  readonly values = input.required<RecordFilterValues>();
  readonly sources = input.required<readonly SourceStatus[]>();
  readonly changed = output<FilterChange>();
  readonly cleared = output();

  protected readonly sorts = sorts;
  protected readonly deletedChoices = deletedChoices;
  protected readonly range = computed(() => rangeIn(this.values()));
  protected readonly sourceChoices = computed(() => sourceChoices(this.sources(), this.values()));
  protected readonly streamChoices = computed(() => streamChoices(this.sources(), this.values()));
  protected readonly hasRange = computed(() => Boolean(this.range().from ?? this.range().to));
  protected readonly showsRange = linkedSignal(() => this.hasRange());
  protected readonly isFiltered = computed(() => Object.keys(this.values()).some((name) => name !== 'sort'));

  protected change(values: RecordFilterValues, typing = false): void {
    this.changed.emit({ values, typing });
  }

  protected changeRange(range: Range): void {
    this.change(rangeValues(range));
  }
}
