import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import type { CuratedRecord } from '@twl/contracts';
import { recordTextQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { Timestamp } from '../display/timestamp';
import { ErrorPanel } from '../display/error-panel';
import { nodeAt, readJson } from '../json/json-node';
import { JsonTree } from '../json/json-tree';
import { PageTitle } from '../shell/page-title';
import { Provenance } from './provenance';
import { RawItem } from './raw-item';
import { VersionList } from './version-list';

/** One record: its fields, provenance, raw item and versions. */
@Component({
  selector: 'twl-record-page',
  imports: [EmptyNote, JsonTree, MatButton, MatProgressBar, Timestamp, Provenance, RawItem, RouterLink, ErrorPanel, VersionList],
  templateUrl: './record-page.html',
  styleUrl: './record-page.scss',
})
export class RecordPage {
  /** From the address. */
  readonly id = input.required<string>();

  private readonly titles = inject(PageTitle);
  protected readonly path = computed(() => `records/${encodeURIComponent(this.id())}`);
  protected readonly answer = recordTextQuery(() => this.path(), { about: () => this.id() });
  // Only plain fields of this are shown; the data, where digits matter, is read from the text.
  protected readonly record = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : (JSON.parse(text) as CuratedRecord);
  });
  protected readonly data = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : nodeAt(readJson(text), 'data');
  });

  constructor() {
    effect(() => {
      const record = this.record();
      if (record) this.titles.name((record.title || record.key || record.id).slice(0, 80));
    });
  }
}
