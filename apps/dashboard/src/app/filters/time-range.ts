import { Component, computed, inject, input, output } from '@angular/core';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { TimeZoneSetting } from '../settings/time-zone';
import { ChoiceField } from './choice-field';
import { fromFieldTime, toFieldTime } from './field-time';

/** The times a record can be looked for by. */
type TimeField = 'updatedAt' | 'occurredAt';

/** A time range in ISO times; the end is exclusive. */
export interface Range {
  field: TimeField;
  from?: string;
  to?: string;
}

/** A stretch of one of a record's times, in the zone that is shown. */
@Component({
  selector: 'twl-time-range',
  imports: [ChoiceField, MatFormField, MatInput, MatLabel],
  templateUrl: './time-range.html',
  styleUrl: './time-range.scss',
})
export class TimeRangeFilter {
  readonly range = input.required<Range>();
  readonly changed = output<Range>();

  protected readonly zone = inject(TimeZoneSetting);
  protected readonly from = computed(() => toFieldTime(this.range().from, this.zone.zone()));
  protected readonly to = computed(() => toFieldTime(this.range().to, this.zone.zone()));
  protected readonly fields = [
    { value: 'updatedAt', label: 'Updated' },
    { value: 'occurredAt', label: 'Occurred' },
  ];

  protected chooseField(field: string | undefined): void {
    this.changed.emit({ ...this.range(), field: field === 'occurredAt' ? 'occurredAt' : 'updatedAt' });
  }

  protected choose(end: 'from' | 'to', value: string): void {
    this.changed.emit({ ...this.range(), [end]: fromFieldTime(value, this.zone.zone()) });
  }
}
