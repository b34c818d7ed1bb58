import { Component, input } from '@angular/core';

/** A stream by its source: "jsonplaceholder / posts". */
@Component({
  selector: 'twl-stream-name',
  template: '<bdi>{{ source() }}</bdi><span class="rest">/<bdi>{{ stream() }}</bdi></span>',
  styles: `
    .rest,
    .rest bdi {
      margin-inline-start: 0.3em;
      color: var(--twl-ink-soft);
      font-weight: 400;
    }
  `,
  host: { '[title]': "source() + ' / ' + stream()" },
})
export class StreamLabel {
  readonly source = input.required<string>();
  readonly stream = input.required<string>();
}
