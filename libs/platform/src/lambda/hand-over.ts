import type { HandedOver } from '@twl/contracts';
import type { Log } from '@twl/ports';
import type { APIGatewayProxyResult, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemOf } from '../http/problem';
import { isTooLarge } from './answer-size';

/** A response to store for the client. */
export interface LargeResponse {
  body: Uint8Array;
  contentType: string;
  /** File name for browsers. */
  disposition?: string;
}

/** Stores a response and returns its address. */
export type HandOver = (answer: LargeResponse) => Promise<Omit<HandedOver, 'bytes'>>;

/** Response of a function to an HTTP request, with either form of headers. */
export type FunctionResponse = APIGatewayProxyStructuredResultV2 & Pick<APIGatewayProxyResult, 'multiValueHeaders'>;

/** How to replace a response that is too large. */
export interface LargeResponseOptions {
  handOver: HandOver;
  log: Log;
  maxBytes: number;
}

/**
 * Returns a response unchanged, or a 303 to the stored response if it is too large for Lambda, or a 503 if it cannot be stored.
 */
export const replaceLargeResponse = async (
  answer: FunctionResponse,
  { handOver, log, maxBytes }: LargeResponseOptions,
): Promise<FunctionResponse> => {
  if (!isTooLarge(answer, maxBytes)) return answer;
  const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
  try {
    const disposition = headerOf(answer, 'content-disposition');
    const contentType = headerOf(answer, 'content-type') ?? 'application/octet-stream';
    const { url, expiresAt } = await handOver({ body, contentType, ...(disposition !== undefined && { disposition }) });
    const handedOver: HandedOver = { url, bytes: body.length, expiresAt };
    return responseInstead(answer, { status: 303, headers: { location: url, 'content-type': 'application/json' }, body: handedOver });
  } catch (error) {
    log.error('answer.handed-over.failed', error, { bytes: body.length });
    const detail = `the response of ${body.length} bytes is too large for Lambda and could not be stored; see the log for the reason. Try again later`;
    const problem = problemOf({ status: 503, code: 'UNAVAILABLE', detail });
    return responseInstead(answer, {
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
      body: problem,
    });
  }
};

const headerOf = ({ headers, multiValueHeaders }: FunctionResponse, name: string): string | undefined => {
  const value = headers?.[name] ?? multiValueHeaders?.[name]?.[0];
  return value === undefined ? undefined : String(value);
};

/** Headers that describe the replaced body. */
const bodyHeaders = ['content-type', 'content-length', 'content-disposition', 'etag', 'last-modified', 'cache-control'];

/** Builds a response that replaces another one; keeps its other headers and its event format. */
const responseInstead = (
  { headers, multiValueHeaders, ...answer }: FunctionResponse,
  other: { status: number; headers: Record<string, string>; body: object },
): FunctionResponse => {
  const others = <T>(given: Record<string, T>): [string, T][] => Object.entries(given).filter(([name]) => !bodyHeaders.includes(name));
  // The address expires within minutes and is only for this client.
  const added = Object.entries({ ...other.headers, 'cache-control': 'no-store' });
  return {
    ...answer,
    statusCode: other.status,
    ...(headers && { headers: Object.fromEntries([...others(headers), ...added]) }),
    ...(multiValueHeaders && {
      multiValueHeaders: Object.fromEntries([...others(multiValueHeaders), ...added.map(([name, value]) => [name, [value]] as const)]),
    }),
    body: JSON.stringify(other.body),
    isBase64Encoded: false,
  };
};
