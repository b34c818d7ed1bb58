import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CountText } from '../display/count';
import { Icon } from '../display/icon';
import type { PagePosition } from './page-position';

/** Steps through a list by its cursors. */
@Component({
  selector: 'twl-pager',
  imports: [CountText, Icon, MatButton],
  templateUrl: './pager.html',
  styleUrl: './pager.scss',
})
export class Pager {
  readonly position = input.required<PagePosition<string>>();
  readonly next = input.required<string | null>();
  readonly shown = input.required<number>();
  /** How many items were searched, if the page is not full. */
  readonly scanned = input<number>();

  protected readonly pageNumber = computed(() => {
    const position = this.position();
    if (!position.cursor()) return 1;
    return position.trail().length ? position.trail().length + 1 : undefined;
  });
  protected readonly canGoBack = computed(() => this.position().trail().length > 0);
}
