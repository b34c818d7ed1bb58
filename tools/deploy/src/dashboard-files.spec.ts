import { uploadGroups } from './dashboard-files';

describe('the files of the dashboard', () => {
  const files = ['favicon.svg', 'index.html', 'main-DBUOUI4Y.js', 'chunk-B_MTC45M.js', 'styles-CZ552YG3.css', 'media/font-7Q2nXa1b.woff2'];

  it('go up before the page that names them', () => {
    expect(uploadGroups(files).map((group) => group.files)).toEqual([
      ['main-DBUOUI4Y.js', 'chunk-B_MTC45M.js', 'styles-CZ552YG3.css', 'media/font-7Q2nXa1b.woff2'],
      ['favicon.svg'],
      ['index.html'],
    ]);
  });

  it('are kept for good where their name has a hash, and asked for again where not', () => {
    expect(uploadGroups(files).map((group) => group.cacheControl)).toEqual(['public, max-age=31536000, immutable', 'no-cache', 'no-cache']);
  });

  it.each(['service-worker.js', 'third-party.js', 'manifest.webmanifest', 'a-1234567.js'])('has no hash in %s', (file) => {
    expect(uploadGroups([file])).toEqual([{ cacheControl: 'no-cache', files: [file] }]);
  });
});
