// Runs a packaged Lambda function as Lambda would: a process of its own, one event after the other. Started with `fork`; the parent
// sends { event, ms } and gets { result } or { error }.
import { createRequire } from 'node:module';

const { handler } = createRequire(import.meta.url)(process.argv[2]);

process.on('message', async ({ event, ms }) => {
  const endsAt = Date.now() + ms;
  const context = { awsRequestId: String(endsAt), getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()) };
  try {
    process.send({ result: await handler(event, context) });
  } catch (error) {
    process.send({ error: `${error.name}: ${error.message}` });
  }
});
process.send('ready');
