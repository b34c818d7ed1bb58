import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ErrorView } from '../api/problem';
import { Icon } from './icon';

/** Shows an error and offers a retry. */
@Component({
  selector: 'twl-error-panel',
  imports: [Icon, MatButton],
  template: `
    <twl-icon class="mark" name="alert" />
    <div>
      <h2>{{ error().title }}</h2>
      @if (error().detail) {
        <p class="detail">{{ error().detail }}</p>
      }
      @if (error().code) {
        <p class="soft small">{{ error().code }}</p>
      }
      <div class="actions">
        <button matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
        <ng-content />
      </div>
    </div>
  `,
  styleUrl: './error-panel.scss',
  host: { role: 'alert', class: 'card' },
})
export class ErrorPanel {
  readonly error = input.required<ErrorView>();
  readonly retry = output();
}
