import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyNote } from '../display/empty-note';

/** An address that leads nowhere. */
@Component({
  selector: 'twl-not-found',
  imports: [EmptyNote, MatButton, RouterLink],
  template: `
    <h1 class="seen-by-readers-only">Not found</h1>
    <twl-empty-note class="card" heading="There is no such page">
      The address may be mistyped, or the page was moved.
      <a actions matButton="outlined" routerLink="/">Go to the overview</a>
    </twl-empty-note>
  `,
})
export class NotFound {}
