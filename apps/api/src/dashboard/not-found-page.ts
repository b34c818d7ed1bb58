/** Page of a 404 in a browser. */
export const notFoundPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Page not found – TWL Data Pipeline</title>
    <style>
      body { background: light-dark(#fff, #131314); color: light-dark(#1f1f1f, #e3e3e3); font: 1rem/1.5 system-ui, sans-serif; }
      main { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
      a { color: light-dark(#0b57d0, #a8c7fa); }
    </style>
  </head>
  <body>
    <main>
      <h1>Page not found</h1>
      <p>There is no page at this address. Go to <a href="/">the overview</a>.</p>
    </main>
  </body>
</html>
`;
