import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { BarChart, LineChart } from '@twl/charts';
import { analyticsQuery, sourcesQuery } from '../api/queries';
import { RecentDrift } from '../drift/recent-drift';
import { EmptyNote } from '../display/empty-note';
import { Icon } from '../display/icon';
import { ErrorPanel } from '../display/error-panel';
import { TimeZoneSetting } from '../settings/time-zone';
import { needsAttention } from './attention';
import { SourceCard } from './source-card';
import { fillTimeline } from './timeline';
import { Totals } from './totals';

const pollMs = 5_000;
const mostBars = 20;

/** How the whole pipeline does, at a glance. */
@Component({
  selector: 'twl-overview',
  imports: [BarChart, EmptyNote, Icon, LineChart, MatButton, RecentDrift, RouterLink, SourceCard, Totals, ErrorPanel],
  templateUrl: './overview.html',
  styleUrl: './overview.scss',
})
export class Overview {
  private readonly router = inject(Router);
  protected readonly zone = inject(TimeZoneSetting).zone;
  protected readonly analytics = analyticsQuery({ pollMs });
  protected readonly sources = sourcesQuery({ pollMs });

  protected readonly attention = computed(() => (this.sources.value()?.items ?? []).filter(needsAttention));
  /** Why the figures on the screen could not be brought up to date; of an outage the banner tells. */
  protected readonly unrefreshed = computed(() => {
    const failedResults = [this.analytics, this.sources].flatMap((query) => (query.value() ? [query.error()] : []));
    return failedResults.find((error) => error && error.status > 0)?.title;
  });
  /** Every source has its line in the sums; the charts show those that ever brought something. */
  private readonly counted = computed(() =>
    (this.analytics.value()?.bySource ?? []).filter((line) => line.records + line.new + line.changed + line.quarantined > 0),
  );
  private readonly names = computed(() => this.counted().map(({ source }) => source));
  protected readonly bars = computed(() =>
    this.counted()
      .map(({ source, records }) => ({ name: source, value: records }))
      .slice(0, mostBars),
  );
  protected readonly timeline = computed(() => {
    const timeline = this.analytics.value()?.timeline;
    if (!timeline) return { bucket: 'hour' as const, series: [] };
    const { bucket, series } = fillTimeline(timeline);
    const points = new Map(series.map((line) => [line.source, line.points]));
    const names = [...new Set([...this.names(), ...points.keys()])];
    return { bucket, series: names.map((name) => ({ name, points: points.get(name) ?? [] })) };
  });

  protected showRecords(source: string): void {
    void this.router.navigate(['/records'], { queryParams: { source } });
  }
}
