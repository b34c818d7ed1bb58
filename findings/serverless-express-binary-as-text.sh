#!/usr/bin/env bash
# @codegenie/serverless-express 5.0.0 and @vendia/serverless-express 4.12.6, answers that are not text
#
# Expected: a Lambda function behind the wrapper gives the bytes that the app gave: base64 where they are no text.
# Behaviour: only some types count as binary by default, images among them. application/octet-stream, gzip, zip and Parquet are decoded as UTF-8:
# every byte that is none becomes U+FFFD, the status stays 200, and what arrives is longer than what was sent. `binarySettings.contentTypes` mends it,
# and replaces the default list, so that images must be named too.
# Who meets it: the first download that a JSON API offers.
# Output seen: see the end of this file.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @codegenie/serverless-express@5.0.0 @vendia/serverless-express@4.12.6
cat > seen.cjs <<'JS'
const bytes = Buffer.from([0x50, 0x41, 0x52, 0x31, 0xff, 0xfe, 0x00, 0x80]);
const event = {
  version: '2.0', routeKey: '$default', rawPath: '/file', rawQueryString: '', headers: {}, isBase64Encoded: false,
  requestContext: { stage: '$default', http: { method: 'GET', path: '/file', sourceIp: '203.0.113.7' } },
};
(async () => {
  for (const name of ['@codegenie/serverless-express', '@vendia/serverless-express'])
    for (const type of ['image/png', 'application/octet-stream', 'application/gzip', 'application/vnd.apache.parquet']) {
      const configure = require(name).configure ?? require(name);
      const app = (request, response) => {
        response.setHeader('content-type', type);
        response.end(bytes);
      };
      const { statusCode, body, isBase64Encoded } = await configure({ app })(event, {}, () => {});
      const got = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
      console.log(`${name} ${type}: ${statusCode}, ${got.length} of ${bytes.length} bytes, ${got.equals(bytes) ? 'the same' : 'others'}`);
    }
  process.exit(0);
})();
JS
node seen.cjs | tee seen
for name in codegenie vendia; do
  echo "@$name/serverless-express image/png: 200, 8 of 8 bytes, the same"
  for type in application/octet-stream application/gzip application/vnd.apache.parquet; do
    echo "@$name/serverless-express $type: 200, 14 of 8 bytes, others"
  done
done | diff seen -
echo 'as described'
