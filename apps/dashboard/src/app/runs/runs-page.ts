import { Component, computed } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import type { RunsQuery } from '@twl/contracts';
import { runsQuery, sourcesQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { runStateBadges } from '../display/badges';
import { ErrorPanel } from '../display/error-panel';
import { ChoiceField } from '../filters/choice-field';
import { sourceChoices, streamChoices } from '../filters/source-choices';
import { PagePosition } from '../paging/page-position';
import { Pager } from '../paging/pager';
import { Search } from '../paging/search';
import { SearchProgress } from '../paging/search-progress';
import { RunTable } from './run-table';

const names = ['source', 'stream', 'state'] as const satisfies readonly (keyof RunsQuery)[];
const states = Object.entries(runStateBadges).map(([value, { label }]) => ({ value, label }));
const pollMs = 5_000;
const pageSize = 50;

/** Every run, newest first, with its counts. */
@Component({
  selector: 'twl-runs-page',
  imports: [ChoiceField, EmptyNote, MatButton, MatProgressBar, Pager, RouterLink, RunTable, SearchProgress, ErrorPanel],
  templateUrl: './runs-page.html',
})
export class RunsPage {
  protected readonly states = states;
  protected readonly position = new PagePosition(names);
  protected readonly sources = sourcesQuery();
  protected readonly runs = runsQuery(() => ({ ...this.position.filters(), limit: pageSize, cursor: this.position.cursor() }), { pollMs });
  protected readonly search = new Search(this.position, this.runs.value);
  protected readonly sourceChoices = computed(() => sourceChoices(this.sources.value()?.items ?? [], this.position.filters()));
  protected readonly streamChoices = computed(() => streamChoices(this.sources.value()?.items ?? [], this.position.filters()));
}
