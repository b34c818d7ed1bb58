// What the cold start of the packaged functions is measured against: a function with nothing but the clients, packed alike, and the API
// with its packages left where they are.
import { build } from 'esbuild';
import { bundleOptions } from '../bundle.mjs';
import { functionOptions } from './bundle-function.mjs';

const bare = {
  entryPoints: ['tools/bench/src/coldstart/bare.ts'],
  outfile: 'dist/tools/bench/bare.js',
  format: 'cjs',
  sourcemap: 'linked',
};
await build({ ...functionOptions('ingestion'), ...bare });
await build(bundleOptions('apps/api/src/lambda.ts', 'dist/tools/bench/unbundled-api.cjs'));
