import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CuratedRecord } from '@twl/contracts';
import { Timestamp } from '../display/timestamp';
import { StreamLabel } from '../display/stream-name';

/** A page of records, each leading to its detail. */
@Component({
  selector: 'twl-record-table',
  imports: [Timestamp, RouterLink, StreamLabel],
  templateUrl: './record-table.html',
  styleUrl: './record-table.scss',
})
export class RecordTable {
  readonly records = input.required<readonly CuratedRecord[]>();
}
