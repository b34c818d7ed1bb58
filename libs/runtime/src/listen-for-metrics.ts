import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { errorText } from '@twl/json';
import { TwlError, type Log } from '@twl/ports';
import { metricsTextOf, type MetricsText, type Runtime } from './runtime';

/** Serves the metrics of a runtime on a port of their own, if the settings name one. @returns the function that closes the server */
export const listenForMetrics = async (runtime: Runtime): Promise<() => Promise<void>> => {
  const { config, log } = runtime;
  const metrics = metricsTextOf(runtime);
  if (!metrics || config.metricsPort === undefined) return async () => undefined;
  const server = await listen(metrics, { port: config.metricsPort, host: config.host, log });
  return async () => {
    server.close();
    server.closeAllConnections();
  };
};

/** The port for the metrics cannot be used. */
class MetricsListenError extends TwlError {
  readonly code = 'LISTEN';
  readonly retryable = false;
}

const listen = async (
  { contentType, text }: MetricsText,
  { port, host, log }: { port: number; host: string; log: Log },
): Promise<Server> => {
  const server = createServer((request, response) => {
    const isAsked = request.method === 'GET' && request.url === '/metrics';
    if (!isAsked) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('the metrics are at /metrics\n');
    text().then(
      (body) => response.writeHead(200, { 'content-type': contentType }).end(body),
      (error: unknown) => {
        log.error('metrics.failed', error);
        response.writeHead(500, { 'content-type': 'text/plain' }).end('the metrics cannot be read at the moment\n');
      },
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new MetricsListenError(`METRICS_PORT: cannot listen on ${host}:${port}: ${errorText(error)}; set it to a free port`, {
      cause: error,
    });
  }
  return server;
};
