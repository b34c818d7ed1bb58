import { Component, computed, inject, input } from '@angular/core';
import { TimeZoneSetting } from '../settings/time-zone';
import { Now } from './now';
import { relativeTime } from './relative-time';

/** A time: relative with the exact one as its title, or the exact time. */
@Component({
  selector: 'twl-timestamp',
  template: '<time [attr.datetime]="at()" [title]="exact() ? relative() : full()">{{ exact() ? full() : relative() }}</time>',
  styles: 'time { white-space: nowrap; }',
})
export class Timestamp {
  readonly at = input.required<string>();
  readonly exact = input(false);

  private readonly now = inject(Now);
  private readonly settings = inject(TimeZoneSetting);
  private readonly format = computed(
    () =>
      new Intl.DateTimeFormat(undefined, {
        dateStyle: 'medium',
        timeStyle: 'medium',
        timeZone: this.settings.timeZone(),
      }),
  );
  protected readonly relative = computed(() => relativeTime(Date.parse(this.at()), this.now.ms()));
  protected readonly full = computed(() => {
    const time = Date.parse(this.at());
    return Number.isNaN(time) ? this.at() : `${this.format().format(time)} ${this.settings.timeZone() ?? ''}`.trim();
  });
}
