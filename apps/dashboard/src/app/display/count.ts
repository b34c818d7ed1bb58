import { Pipe, type PipeTransform } from '@angular/core';

const whole = new Intl.NumberFormat();

/** A whole number with the reader's separators. */
@Pipe({ name: 'count' })
export class CountText implements PipeTransform {
  transform(value: number): string {
    return whole.format(value);
  }
}
