import 'reflect-metadata';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { httpHandler, maxListBytes } from '@twl/platform';
import { functionLog, openFunction } from '@twl/runtime/lambda';
import { functionRules } from './server/access-rules';
import { serveDocFiles } from './document/serve-doc-files';
import { createApiApp } from './server/create-api-app';

const log = functionLog(process.env);

/** How long a request waits for an export to end, ms: a function has 29 s, and does nothing between requests. */
const exportWaitMs = 25_000;

/** Lambda handler for the requests of an HTTP API. The dashboard's files are served elsewhere. */
export const handler = httpHandler({
  log,
  open: async () => {
    const runtime = await openFunction(process.env, log, { stage: 'api' });
    const app = await createApiApp({
      bindings: runtime,
      access: functionRules(runtime.config),
      cursorKey: await runtime.cursorKey(),
      fingerprintAlgorithm: runtime.config.fingerprintAlgorithm,
      maxListBytes,
      exportWaitMs,
      streams: false,
      channels: Object.keys(runtime.alerting.settings.channels),
      pages: [(served) => serveDocFiles(served, join(__dirname, 'docs'))],
    });
    const { largeResponses } = runtime.aws;
    return {
      app: app.getHttpAdapter().getInstance() as RequestListener,
      log: runtime.log,
      flush: () => runtime.flush(),
      handOver: (answer) => largeResponses.store(answer),
    };
  },
});
