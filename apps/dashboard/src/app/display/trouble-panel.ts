import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Trouble } from '../api/problem';
import { Icon } from './icon';

/** Says what went wrong, and offers to try again. */
@Component({
  selector: 'twl-trouble-panel',
  imports: [Icon, MatButton],
  template: `
    <twl-icon class="mark" name="alert" />
    <div>
      <h2>{{ trouble().title }}</h2>
      @if (trouble().detail) {
        <p class="detail">{{ trouble().detail }}</p>
      }
      @if (trouble().code) {
        <p class="soft small">{{ trouble().code }}</p>
      }
      <div class="actions">
        <button matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
        <ng-content />
      </div>
    </div>
  `,
  styleUrl: './trouble-panel.scss',
  host: { role: 'alert', class: 'card' },
})
export class TroublePanel {
  readonly trouble = input.required<Trouble>();
  readonly retry = output();
}
