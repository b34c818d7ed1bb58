#!/usr/bin/env bash
# @vendia/serverless-express 4.12.6, which code an exact version runs
#
# Expected: an exact version in package.json fixes the code that turns events into requests, and it is the code in the package's `src` folder.
# Behaviour: `src/index.js` hands on the functions of @codegenie/serverless-express, a dependency in the range ^4.12.5. The package's own
# `src/configure.js` and what it needs are installed, complete and never loaded: a breakpoint or a patch there does nothing, and the code that runs
# is of whatever 4.x was newest when the lockfile was made. Name and version in a log or in a list of parts say nothing about it.
# Who meets it: a team that reads the source to learn what the wrapper does with an event, or compares two functions "of the same version".
# Output seen:
#   4.12.6 depends on @codegenie/serverless-express ^4.12.5
#   beside 4.12.5: runs its function, src/configure.js not loaded
#   beside 4.17.1: runs its function, src/configure.js not loaded
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat > seen.cjs <<'JS'
const [wrapper, other] = ['@vendia/serverless-express', '@codegenie/serverless-express'];
const { version } = require(`./node_modules/${other}/package.json`);
const same = require(wrapper).configure === require(other).configure;
const loaded = require.resolve(`${wrapper}/src/configure.js`) in require.cache;
console.log(`beside ${version}: runs ${same ? 'its' : 'another'} function, src/configure.js ${loaded ? '' : 'not '}loaded`);
JS
for version in 4.12.5 4.17.1; do
  rm -rf node_modules package.json package-lock.json
  npm init -y >/dev/null
  npm install --silent --no-audit --no-fund @vendia/serverless-express@4.12.6 "@codegenie/serverless-express@$version"
  node seen.cjs
done > runs
cat > depends.cjs <<'JS'
const { version, dependencies } = require('./node_modules/@vendia/serverless-express/package.json');
for (const [name, range] of Object.entries(dependencies)) console.log(`${version} depends on ${name} ${range}`);
JS
(node depends.cjs && cat runs) | tee seen
diff seen - <<'OUT'
4.12.6 depends on @codegenie/serverless-express ^4.12.5
beside 4.12.5: runs its function, src/configure.js not loaded
beside 4.17.1: runs its function, src/configure.js not loaded
OUT
echo 'as described'
