import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HttpError, type HttpLimits, type Payload } from '@twl/ports';
import type { BodySink } from './body-sink';
import { stepsFor } from './decode-content';

/** A smaller body is small whatever its compressed size, so the ratio does not matter. */
const ratioFloor = 1024 * 1024;

interface Reading {
  sink: BodySink;
  limits: HttpLimits;
  what: string;
  onData(): void;
}

/** Reads and decodes the whole body within the limits. @throws HttpError, or the error of the connection */
export const readBody = async (answer: IncomingMessage, { sink, limits, what, onData }: Reading): Promise<Payload> => {
  const steps = stepsFor(answer.headers, what);
  if (!isPacked(answer.headers)) checkSize(Number(answer.headers['content-length'] ?? 0), limits, what);
  let encoded = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      encoded += chunk.length;
      onData();
      yield chunk;
    }
  };
  for await (const chunk of steps.reduce<AsyncIterable<Buffer>>((source, step) => step(source), counted())) {
    const decoded = sink.bytes + chunk.length;
    checkSize(decoded, limits, what);
    if (steps.length > 0 && decoded > ratioFloor && decoded > encoded * limits.maxRatio) {
      throw new HttpError('HTTP_TOO_LARGE', `${what}: the response expands to more than ${limits.maxRatio} times its size`);
    }
    await sink.write(chunk);
  }
  if (!answer.complete) throw new HttpError('HTTP_TRUNCATED', `${what}: the connection was closed before the end of the response`);
  return sink.finish();
};

/** Returns true if the announced length can differ from that of the body. */
const isPacked = (headers: IncomingHttpHeaders): boolean => headers['content-encoding'] !== undefined;

const checkSize = (bytes: number, limits: HttpLimits, what: string): void => {
  if (bytes > limits.maxBytes)
    throw new HttpError(
      'HTTP_TOO_LARGE',
      `${what}: the response is larger than ${limits.maxBytes} bytes (limits.pageBytes in source.yaml)`,
    );
};
