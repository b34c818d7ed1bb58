#!/usr/bin/env bash
# zod 4.4.3, 4.5.0 and 4.6.7, the length of a string
#
# Expected: `z.string().max(2)` looks at `text.length`, as JavaScript does, and so it stays within major version 4.
# Behaviour: 4.4.3 counts UTF-16 units and refuses a text of two emoji (`length` 4); 4.5.0 and 4.6.7 count code points and accept it, as JSON Schema's
# `maxLength` does. `min(2)` went the other way: one emoji passes in 4.4.3 and is refused since. `zod/v3` of the same package still counts units.
# Who meets it: a service that bounds a text for something that counts units, such as its own `text.length`, a buffer or a browser's `maxlength`:
# a value of up to twice the length passes; and two sides of an API that share a schema but not a minor version of zod.
# Output seen:
#   zod 4.4.3: max(2) of two emoji refused, min(2) of one accepted; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
#   zod 4.5.0: max(2) of two emoji accepted, min(2) of one refused; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
#   zod 4.6.7: max(2) of two emoji accepted, min(2) of one refused; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zod-4.4.3@npm:zod@4.4.3 zod-4.5.0@npm:zod@4.5.0 zod-4.6.7@npm:zod@4.6.7 ajv@8.20.0
cat > seen.cjs <<'JS'
const { Ajv2020 } = require('ajv/dist/2020');
const word = (accepted) => (accepted ? 'accepted' : 'refused');
const passes = (schema, text) => word(schema.safeParse(text).success);
for (const version of ['4.4.3', '4.5.0', '4.6.7']) {
  const { z } = require(`zod-${version}`);
  const old = require(`zod-${version}/v3`).z;
  const schema = z.toJSONSchema(z.string().max(2));
  console.log(
    `zod ${version}: max(2) of two emoji ${passes(z.string().max(2), '😀😀')}, min(2) of one ${passes(z.string().min(2), '😀')};`,
    `zod/v3: max(2) ${passes(old.string().max(2), '😀😀')};`,
    `JSON Schema says ${schema.maxLength}, ajv: ${word(new Ajv2020().validate(schema, '😀😀'))}`,
  );
}
JS
node seen.cjs | tee seen
diff seen - <<'OUT'
zod 4.4.3: max(2) of two emoji refused, min(2) of one accepted; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
zod 4.5.0: max(2) of two emoji accepted, min(2) of one refused; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
zod 4.6.7: max(2) of two emoji accepted, min(2) of one refused; zod/v3: max(2) refused; JSON Schema says 2, ajv: accepted
OUT
echo 'as described'
