import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CountText } from '../display/count';
import { EmptyNote } from '../display/empty-note';
import type { Search } from './search';

/** Progress of a search without results so far, with buttons to stop and resume it. */
@Component({
  selector: 'twl-search-progress',
  imports: [EmptyNote, MatButton],
  template: `
    @if (search().state() === 'running') {
      <div class="card">
        <p role="status">{{ scanned() }} Nothing found yet.</p>
        <button matButton="outlined" type="button" (click)="search().stop()">Stop searching</button>
      </div>
    } @else {
      <twl-empty-note class="card" heading="Search stopped">
        {{ scanned() }} Nothing was found so far. There is more to search.
        <button actions matButton="outlined" type="button" (click)="search().resume()">Continue searching</button>
      </twl-empty-note>
    }
  `,
  styles: `
    .card:not(twl-empty-note) {
      display: grid;
      justify-items: center;
      gap: 12px;
      padding: 40px 16px;
      text-align: center;
    }
    p {
      margin: 0;
    }
  `,
})
export class SearchProgress {
  readonly search = input.required<Search>();
  /** Name of the searched items, in the plural. */
  readonly what = input.required<string>();

  private readonly count = new CountText();
  protected readonly scanned = computed(() => {
    const scanned = this.search().scanned();
    return scanned > 0 ? `Searched ${this.count.transform(scanned)} ${this.what()}.` : `Searching the ${this.what()}.`;
  });
}
