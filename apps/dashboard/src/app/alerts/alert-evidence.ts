import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Alert } from '@twl/contracts';
import { CopyButton } from '../display/copy-button';
import { StatusBadge } from '../display/status-badge';
import { Timestamp } from '../display/timestamp';
import { noticeBadges } from './alert-badges';

/** Why an alert fires: the likely cause, the run, samples, what to do next, and who was told. */
@Component({
  selector: 'twl-alert-evidence',
  imports: [CopyButton, RouterLink, StatusBadge, Timestamp],
  templateUrl: './alert-evidence.html',
  styleUrl: './alert-evidence.scss',
})
export class AlertFacts {
  readonly alert = input.required<Alert>();
  protected readonly noticeBadges = noticeBadges;

  /** A path of the dashboard, in the parts that a link takes. */
  protected linkOf(path: string): { path: string; params: Record<string, string>; fragment: string | undefined } {
    const { pathname, searchParams, hash } = new URL(path, 'http://dashboard');
    return { path: decodeURI(pathname), params: Object.fromEntries(searchParams), fragment: hash.slice(1) || undefined };
  }
}
