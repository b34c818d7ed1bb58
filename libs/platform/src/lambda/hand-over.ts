import type { HandedOver } from '@twl/contracts';
import type { Log } from '@twl/ports';
import type { APIGatewayProxyResult, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemOf } from '../http/problem';
import { isTooLarge } from './answer-size';

/** What is put aside for whoever asked. */
export interface LargeAnswer {
  body: Uint8Array;
  contentType: string;
  /** The name that a browser gives the file. */
  disposition?: string;
}

/** Puts an answer where it can be fetched, and says where. */
export type HandOver = (answer: LargeAnswer) => Promise<Omit<HandedOver, 'bytes'>>;

/** What a function answers an HTTP request: headers stand under one name or the other. */
export type HttpAnswer = APIGatewayProxyStructuredResultV2 & Pick<APIGatewayProxyResult, 'multiValueHeaders'>;

/** What an answer that is too large is handed over with. */
export interface HandingOver {
  handOver: HandOver;
  log: Log;
  maxBytes: number;
}

/**
 * An answer as it is, or where it is too large for Lambda a 303 that leads to it. When it cannot be put aside a 503 says so.
 */
export const fitting = async (answer: HttpAnswer, { handOver, log, maxBytes }: HandingOver): Promise<HttpAnswer> => {
  if (!isTooLarge(answer, maxBytes)) return answer;
  const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
  try {
    const disposition = headerOf(answer, 'content-disposition');
    const contentType = headerOf(answer, 'content-type') ?? 'application/octet-stream';
    const { url, expiresAt } = await handOver({ body, contentType, ...(disposition !== undefined && { disposition }) });
    const told: HandedOver = { url, bytes: body.length, expiresAt };
    return instead(answer, { status: 303, headers: { location: url, 'content-type': 'application/json' }, body: told });
  } catch (error) {
    log.error('answer.handed-over.failed', error, { bytes: body.length });
    const detail = `the answer of ${body.length} bytes is too large for Lambda and could not be put aside; the log says why. Try again later`;
    const problem = problemOf({ status: 503, code: 'UNAVAILABLE', detail });
    return instead(answer, { status: 503, headers: { 'content-type': 'application/problem+json', 'retry-after': '5' }, body: problem });
  }
};

const headerOf = ({ headers, multiValueHeaders }: HttpAnswer, name: string): string | undefined => {
  const value = headers?.[name] ?? multiValueHeaders?.[name]?.[0];
  return value === undefined ? undefined : String(value);
};

/** Headers that speak of the body which is not sent. */
const ofTheBody = ['content-type', 'content-length', 'content-disposition', 'etag', 'last-modified', 'cache-control'];

/** Another answer in place of one, with its other headers, in the shape of the same kind of event. */
const instead = (
  { headers, multiValueHeaders, ...answer }: HttpAnswer,
  other: { status: number; headers: Record<string, string>; body: object },
): HttpAnswer => {
  const others = <T>(given: Record<string, T>): [string, T][] => Object.entries(given).filter(([name]) => !ofTheBody.includes(name));
  // The address is good for minutes, and nobody else's.
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
