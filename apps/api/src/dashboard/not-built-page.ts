/** Page to serve while the dashboard is not built. */
export const notBuiltPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>TWL Data Pipeline</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <h1>The API is running, but the dashboard is not built</h1>
    <p>Build it with <code>npm run build</code> and reload this page, or develop it with <code>npx nx serve dashboard</code>.</p>
    <ul>
      <li><a href="/api/docs">API documentation</a></li>
      <li><a href="/api/records">Records</a></li>
      <li><a href="/api/sources">Sources</a></li>
      <li><a href="/api/runs">Runs</a></li>
    </ul>
  </body>
</html>
`;
