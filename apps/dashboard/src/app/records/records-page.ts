import { Component, computed } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { api, recordsQuery, sourcesQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { Icon } from '../display/icon';
import { ErrorPanel } from '../display/error-panel';
import { PagePosition } from '../paging/page-position';
import { Pager } from '../paging/pager';
import { Search } from '../paging/search';
import { SearchProgress } from '../paging/search-progress';
import { recordFilterNames } from './record-filter-names';
import { type FilterChange, RecordFilters } from './record-filters';
import { RecordTable } from './record-table';

const pageSize = 50;

/** Every record of the curated store, newest first, narrowed by what the address bar says. */
@Component({
  selector: 'twl-records-page',
  imports: [EmptyNote, Icon, MatButton, MatProgressBar, Pager, RecordFilters, RecordTable, RouterLink, SearchProgress, ErrorPanel],
  templateUrl: './records-page.html',
})
export class RecordsPage {
  protected readonly position = new PagePosition(recordFilterNames);
  protected readonly sources = sourcesQuery();
  protected readonly records = recordsQuery(() => ({ ...this.position.filters(), limit: pageSize, cursor: this.position.cursor() }));
  protected readonly search = new Search(this.position, this.records.value);
  protected readonly isFiltered = computed(() => Object.keys(this.position.filters()).some((name) => name !== 'sort'));

  /** Address of a file with the records that the filters let through, on all pages. */
  protected exportHref(format: 'csv' | 'parquet'): string {
    return `${api}/records?${new URLSearchParams({ ...this.position.filters(), format }).toString()}`;
  }

  protected change({ values, typing }: FilterChange): void {
    this.position.filter(values, typing);
  }
}
