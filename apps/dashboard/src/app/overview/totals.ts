import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Analytics } from '@twl/contracts';
import { CountText } from '../display/count';

/** The four totals of the pipeline, linked to their lists. */
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
