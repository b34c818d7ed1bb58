import { Component, computed, input } from '@angular/core';
import type { RecordVersion } from '@twl/contracts';
import { textQuery } from '../api/queries';
import { LongText } from '../display/long-text';
import { Timestamp } from '../display/timestamp';
import { ErrorPanel } from '../display/error-panel';
import { readVersions } from './versions';

/** The versions of a record, newest first, with their changes. */
@Component({
  selector: 'twl-version-list',
  imports: [LongText, Timestamp, ErrorPanel],
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
