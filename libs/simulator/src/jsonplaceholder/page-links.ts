const withPage = (url: URL, page: number): string => {
  const target = new URL(url);
  target.searchParams.set('_page', String(page));
  return target.href;
};

/** Returns the `Link` header of page `current` of `last`. */
export const linkHeaderOf = (url: URL, current: number, last: number): string =>
  [
    { rel: 'first', page: 1 },
    { rel: 'prev', page: current - 1 },
    { rel: 'next', page: current + 1 },
    { rel: 'last', page: last },
  ]
    .filter(({ page }) => page >= 1 && page <= last)
    .map(({ rel, page }) => `<${withPage(url, page)}>; rel="${rel}"`)
    .join(', ');
