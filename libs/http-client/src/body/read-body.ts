import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HttpError, type HttpLimits, type Payload } from '@twl/ports';
import type { BodySink } from './body-sink';
import { createDecodingSteps } from './decode-content';

/** A smaller body is small whatever its compressed size, so the ratio does not matter. */
const ratioFloor = 1024 * 1024;

interface BodyReading {
  sink: BodySink;
  limits: HttpLimits;
  what: string;
  onData(): void;
}

/** Reads and decodes the whole body within the limits. @throws HttpError, or the error of the connection */
export const readBody = async (response: IncomingMessage, { sink, limits, what, onData }: BodyReading): Promise<Payload> => {
  const steps = createDecodingSteps(response.headers, what);
  if (!isEncoded(response.headers)) checkSize(Number(response.headers['content-length'] ?? 0), limits, what);
  let encoded = 0;
  const countBytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      encoded += chunk.length;
      onData();
      yield chunk;
    }
  };
  for await (const chunk of steps.reduce<AsyncIterable<Buffer>>((source, step) => step(source), countBytes())) {
    const decoded = sink.bytes + chunk.length;
    checkSize(decoded, limits, what);
    if (steps.length > 0 && decoded > ratioFloor && decoded > encoded * limits.maxRatio) {
      throw new HttpError('HTTP_TOO_LARGE', `${what}: the response expands to more than ${limits.maxRatio} times its size`);
    }
    await sink.write(chunk);
  }
  if (!response.complete) throw new HttpError('HTTP_TRUNCATED', `${what}: the connection was closed before the end of the response`);
  return sink.finish();
};

/** Returns true if the announced length can differ from that of the body. */
const isEncoded = (headers: IncomingHttpHeaders): boolean => headers['content-encoding'] !== undefined;

const checkSize = (bytes: number, limits: HttpLimits, what: string): void => {
  if (bytes > limits.maxBytes)
    throw new HttpError(
      'HTTP_TOO_LARGE',
      `${what}: the response is larger than ${limits.maxBytes} bytes (limits.pageBytes in source.yaml)`,
    );
};
