import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CuratedRecord } from '@twl/contracts';
import { Timestamp } from '../display/timestamp';

/** Where and when a record was fetched. */
@Component({
  selector: 'twl-provenance',
  imports: [Timestamp, RouterLink],
  templateUrl: './provenance.html',
  styles: 'h2 { margin-bottom: 8px; }',
})
export class Provenance {
  readonly record = input.required<CuratedRecord>();
}
