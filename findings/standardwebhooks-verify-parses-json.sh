#!/usr/bin/env bash
# standardwebhooks 1.1.1 (npm), Webhook.verify
#
# Expected: verify() says whether the signature of a body is right, and throws WebhookVerificationError where it is not.
# Behaviour: once the signature is found right it parses the body as JSON and gives that. A signed body that is a form, XML or text throws a SyntaxError,
# which a receiver that catches WebhookVerificationError answers with 500, so that the sender tries for days; an empty body gives undefined.
# Who meets it: receivers of webhooks that are not JSON, though the specification says nothing of what a payload is.
# Output seen:
#   {"a":1} -> {"a":1}
#   a=1&b=2 -> SyntaxError
#   <order/> -> SyntaxError
#   (empty) -> undefined
#   {"a":1}, signature of another body -> WebhookVerificationError
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund standardwebhooks@1.1.1
cat > seen.mjs <<'JS'
import { Webhook } from 'standardwebhooks';
const webhook = new Webhook(`whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`);
const at = new Date();
const outcome = (body, signed) => {
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': `${Math.floor(at / 1000)}`, 'webhook-signature': webhook.sign('msg_1', at, signed) };
  try {
    return JSON.stringify(webhook.verify(body, headers));
  } catch (error) {
    return error.constructor.name;
  }
};
for (const body of ['{"a":1}', 'a=1&b=2', '<order/>', '']) console.log(`${body || '(empty)'} -> ${outcome(body, body)}`);
console.log(`{"a":1}, signature of another body -> ${outcome('{"a":1}', '{"a":2}')}`);
JS
node seen.mjs | tee seen
diff seen - <<'OUT'
{"a":1} -> {"a":1}
a=1&b=2 -> SyntaxError
<order/> -> SyntaxError
(empty) -> undefined
{"a":1}, signature of another body -> WebhookVerificationError
OUT
echo 'as described'
