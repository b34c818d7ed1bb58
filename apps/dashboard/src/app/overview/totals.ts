import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Analytics } from '@twl/contracts';
import { CountText } from '../display/count';

/** The four figures of the whole pipeline, each leading to what it counts. */
@Component({
  selector: 'twl-totals',
  imports: [CountText, RouterLink],
  templateUrl: './totals.html',
  styleUrl: './totals.scss',
  host: { class: 'card' },
})
export class Totals {
  readonly totals = input.required<Analytics['totals']>();
}
