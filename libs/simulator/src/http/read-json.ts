import type { IncomingMessage } from 'node:http';
import { BadControlError } from './bad-control-error';

const maxBytes = 65_536;

/** Reads the body of a request as text. @throws BadControlError if it is too long */
export const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new BadControlError(`the body is over ${String(maxBytes)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** Reads the body of a request as a JSON object; an empty body is an empty object. @throws BadControlError */
export const readJson = async (request: IncomingMessage): Promise<Record<string, unknown>> => parseJsonObject(await readText(request));

/** Parses a text as a JSON object; an empty text is an empty object. @throws BadControlError */
export const parseJsonObject = (text: string): Record<string, unknown> => {
  const value = parseJson(text || '{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadControlError('the body must be a JSON object');
  return value as Record<string, unknown>;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadControlError(`the body is not JSON: ${(cause as Error).message}`, { cause });
  }
};
