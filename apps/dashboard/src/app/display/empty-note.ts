import { Component, input } from '@angular/core';

/** Takes the place of an empty list and says why it is empty. */
@Component({
  selector: 'twl-empty-note',
  template: `
    <h2>{{ heading() }}</h2>
    <p class="soft"><ng-content /></p>
    <ng-content select="[actions]" />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 6px;
      padding: 56px 16px;
      text-align: center;
    }
  `,
})
export class EmptyNote {
  readonly heading = input.required<string>();
}
