import type { Routes } from '@angular/router';

/** Every screen, loaded on first use. */
export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'Overview', loadComponent: async () => (await import('./overview/overview')).Overview },
  { path: 'records', title: 'Records', loadComponent: async () => (await import('./records/records-page')).RecordsPage },
  { path: 'records/:id', title: 'Record', loadComponent: async () => (await import('./record/record-page')).RecordPage },
  { path: 'runs', title: 'Runs', loadComponent: async () => (await import('./runs/runs-page')).RunsPage },
  { path: 'runs/:id', title: 'Run', loadComponent: async () => (await import('./run/run-page')).RunPage },
  { path: 'failures', title: 'Failures', loadComponent: async () => (await import('./failures/failures-page')).FailuresPage },
  { path: 'alerts', title: 'Alerts', loadComponent: async () => (await import('./alerts/alerts-page')).AlertsPage },
  { path: 'alerts/:id', title: 'Alert', loadComponent: async () => (await import('./alerts/alert-page')).AlertPage },
  { path: 'sign-in', title: 'Sign in', loadComponent: async () => (await import('./session/sign-in-page')).SignInPage },
  { path: 'signed-in', title: 'Signing in', loadComponent: async () => (await import('./session/signed-in-page')).SignedInPage },
  { path: '**', title: 'Not found', loadComponent: async () => (await import('./shell/not-found')).NotFound },
];
