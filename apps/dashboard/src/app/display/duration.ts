import { Pipe, type PipeTransform } from '@angular/core';

const inUnit = (value: number, unit: 'millisecond' | 'second' | 'minute' | 'hour', digits = 0): string =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value);

/** How long it took, from two ISO times. */
@Pipe({ name: 'duration' })
export class Duration implements PipeTransform {
  transform(from: string, to: string): string {
    const ms = Math.max(0, Date.parse(to) - Date.parse(from));
    if (ms < 1000) return inUnit(ms, 'millisecond');
    if (ms < 60_000) return inUnit(ms / 1000, 'second', 1);
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 60) return `${inUnit(minutes, 'minute')} ${inUnit(Math.floor((ms % 60_000) / 1000), 'second')}`;
    return `${inUnit(Math.floor(minutes / 60), 'hour')} ${inUnit(minutes % 60, 'minute')}`;
  }
}
