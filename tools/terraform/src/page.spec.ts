import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

const workspace = join(__dirname, '../../..');

/** Where CloudFront looks for what a browser asks. */
const placeOf = (uri: string): string => {
  const code = readFileSync(join(workspace, 'terraform/modules/frontend/page.js'), 'utf8');
  return (runInNewContext(`${code}; handler(event)`, { event: { request: { uri } } }) as { uri: string }).uri;
};

describe("the dashboard's addresses in CloudFront", () => {
  it.each(['/', '/records', '/records/posts.posts.1', '/runs/posts.posts.2026-01-01T00:00:00.000Z~2', '/sources/a.js/streams'])(
    '%s is the page',
    (uri) => {
      expect(placeOf(uri)).toBe('/index.html');
    },
  );

  it.each(['/index.html', '/main-4ZSGZLIA.js', '/favicon.svg', '/nothing.js', '/media/font.woff2'])('%s is a file', (uri) => {
    expect(placeOf(uri)).toBe(uri);
  });
});
