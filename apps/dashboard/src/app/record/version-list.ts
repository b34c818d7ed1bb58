import { Component, computed, input } from '@angular/core';
import type { RecordVersion } from '@twl/contracts';
import { textQuery } from '../api/queries';
import { LongText } from '../display/long-text';
import { Timestamp } from '../display/moment';
import { TroublePanel } from '../display/trouble-panel';
import { readVersions } from './versions';

/** What a record was before, newest first, and what changed each time. */
@Component({
  selector: 'twl-version-list',
  imports: [LongText, Timestamp, TroublePanel],
  templateUrl: './version-list.html',
  styleUrl: './version-list.scss',
})
export class VersionList {
  readonly path = input.required<string>();
  readonly current = input.required<RecordVersion['version']>();

  protected readonly answer = textQuery(() => `${this.path()}/versions`, { about: () => this.path() });
  protected readonly versions = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : readVersions(text);
  });
}
