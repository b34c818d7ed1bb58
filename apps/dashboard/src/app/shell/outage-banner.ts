import { HttpClient } from '@angular/common/http';
import { Component, effect, inject } from '@angular/core';
import { api } from '../api/queries';
import { Connection } from '../api/connection';
import { Icon } from '../display/icon';

const retryMs = 3_000;

/** Shows that the API is unreachable, probes it until it is back, and then disappears. */
@Component({
  selector: 'twl-outage-banner',
  imports: [Icon],
  template: `
    @if (connection.isDown()) {
      <p><twl-icon name="unplug" /> The API cannot be reached. What you see may be outdated. The page retries every few seconds.</p>
    }
  `,
  styleUrl: './outage-banner.scss',
  host: { role: 'status', 'aria-live': 'polite' },
})
export class OutageBanner {
  private readonly http = inject(HttpClient);
  protected readonly connection = inject(Connection);

  constructor() {
    effect((onCleanup) => {
      if (!this.connection.isDoubtful()) return;
      const timer = setInterval(() => this.probe(), retryMs);
      onCleanup(() => clearInterval(timer));
    });
  }

  private probe(): void {
    // The interceptor records the response or its absence.
    this.http.get(`${api}/health/live`, { responseType: 'text' }).subscribe({ error: () => undefined });
  }
}
