#!/usr/bin/env bash
# @codegenie/serverless-express 5.0.0 and 4.17.1, a REST API of API Gateway behind a custom domain with a base path
#
# Expected: GET /v1/api/records, base path `v1`, reaches the app as /api/records (or as /v1/api/records), however the resource is declared.
# Behaviour: 5.0.0 takes base path and resource together off the front, so that a resource declared by its whole path is asked for as `/`: every such
# route of the API runs the app's root, or is 404. Where the resource has a parameter nothing is taken off, since its `{id}` is compared as it stands,
# and the path arrives with the base path; under `{proxy+}` it arrives without. 4.17.1 never gives `/`, and differs between the last two likewise.
# Who meets it: an API made from an OpenAPI document, which names each resource, once it gets its custom domain.
# Output seen (version, resource, path of the event, path that the app is asked for): see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund v5@npm:@codegenie/serverless-express@5.0.0 v4@npm:@codegenie/serverless-express@4.17.1
cat > seen.cjs <<'JS'
const event = ([resource, path, pathParameters]) => ({
  resource, path, pathParameters, httpMethod: 'GET', headers: {}, multiValueHeaders: {}, queryStringParameters: null,
  multiValueQueryStringParameters: null, body: null, isBase64Encoded: false,
  requestContext: {
    stage: 'prod', httpMethod: 'GET', path, resourcePath: resource,
    ...(path.startsWith('/v1/') && { customDomain: { basePathMatched: 'v1' } }),
  },
});
const calls = [
  ['/{proxy+}', '/v1/api/records', { proxy: 'api/records' }],
  ['/api/records/{id}', '/v1/api/records/7', { id: '7' }],
  ['/api/records', '/v1/api/records', null],
  ['/api/records', '/api/records', null],
];
const app = (request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(request.url);
};
(async () => {
  for (const [name, version] of [['v5', '5.0.0 '], ['v4', '4.17.1']])
    for (const call of calls) {
      const { body } = await require(name).configure({ app })(event(call), {}, () => {});
      console.log(`${version} ${call[0].padEnd(17)} ${call[1]} -> ${body}`);
    }
  process.exit(0);
})();
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
5.0.0  /{proxy+}         /v1/api/records -> /api/records
5.0.0  /api/records/{id} /v1/api/records/7 -> /v1/api/records/7
5.0.0  /api/records      /v1/api/records -> /
5.0.0  /api/records      /api/records -> /api/records
4.17.1 /{proxy+}         /v1/api/records -> /api/records
4.17.1 /api/records/{id} /v1/api/records/7 -> /v1/api/records/7
4.17.1 /api/records      /v1/api/records -> /v1/api/records
4.17.1 /api/records      /api/records -> /api/records
OUT
echo 'as described'
