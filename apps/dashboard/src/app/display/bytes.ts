import { Pipe, type PipeTransform } from '@angular/core';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in the largest unit that leaves a whole part. */
@Pipe({ name: 'bytes' })
export class Bytes implements PipeTransform {
  transform(value: number): string {
    const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1);
    return new Intl.NumberFormat(undefined, { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      value / 1000 ** power,
    );
  }
}
