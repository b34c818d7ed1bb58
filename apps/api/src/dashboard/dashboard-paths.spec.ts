import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardPaths } from './serve-dashboard';

it('serves the page for every path that the dashboard has, and for no other', () => {
  const routes = readFileSync(join(__dirname, '../../../dashboard/src/app/app.routes.ts'), 'utf8');
  const first = [...routes.matchAll(/path: '([^'*/]*)/g)].map(([, path]) => path!);
  expect(new Set(first)).toEqual(new Set(dashboardPaths));
});
