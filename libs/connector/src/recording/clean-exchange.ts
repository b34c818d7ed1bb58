import type { Payload } from '@twl/ports';
import { readAll } from '../payload/bytes';
import { BytesPayload } from '../payload/bytes-payload';
import { fullUrlOf } from '../exchange/request-address';
import type { Redaction } from '../roles/redaction';
import type { MaskedBody } from '../secrets/masked-body';
import { isProofHeader, toPlainRequest, type Plain } from './plain-request';
import type { RecordedExchange, RecordedResponse } from './recorded-exchange';
import type { SeenExchange } from './recording-sender';
import { toTextBody, fromTextBody } from './text-body';

/** Removes secrets and redacted fields from exchanges. */
export interface Cleaning {
  plain: Plain;
  /** Fields that the stream redacts. */
  own: Redaction | undefined;
  /** Fields that any stream of the source redacts, for answers that are no pages of the stream. */
  all: readonly Redaction[];
  /** Returns a body without the secrets of the source; undefined if it has none. */
  masked(body: Payload, how: MaskedBody): Promise<Payload | undefined>;
  /** Digests of the pages that the stream handed out. */
  pages: ReadonlySet<string>;
}

/** An exchange as a fixture may keep it. */
export const cleanExchange = async (
  { draft, response, error }: SeenExchange,
  cleaning: Cleaning,
): Promise<RecordedExchange | undefined> => {
  const { plain } = cleaning;
  const request = toPlainRequest(draft, plain);
  if (error) return { request, error: { code: error.code, message: plain(error.message) } };
  if (!response) return undefined;
  const { body } = await redactedBody(response, cleaning);
  const address = plain(response.url);
  const recorded: RecordedResponse = {
    status: response.status,
    headers: keptHeaders(response.headers, plain),
    ...(address === plain(fullUrlOf(draft)) ? {} : { url: address }),
    body: plainBody(body, plain),
  };
  return { request, response: recorded };
};

/** The digest that the page of a response has, if it is one of the stream's. */
export const digestOfPage = async ({ response }: SeenExchange, cleaning: Cleaning): Promise<string | undefined> =>
  response && (await redactedBody(response, cleaning)).digest;

type ObservedPage = NonNullable<SeenExchange['response']>;

/** Removes fields as the stream does, or, if that does not result in a page of the stream, as any stream of the source does. */
const redactedBody = async (
  { body: raw, headers }: ObservedPage,
  { own, all, pages, masked }: Cleaning,
): Promise<{ body: Uint8Array; digest?: string }> => {
  const cleaned: Payload = own ? await own.apply(new BytesPayload(raw), headers) : new BytesPayload(raw);
  const page = (await masked(cleaned, { headers })) ?? cleaned;
  if (pages.has(page.sha256)) return { body: await bytesOf(page), digest: page.sha256 };
  let payload: Payload = new BytesPayload(raw);
  for (const each of all) payload = await each.apply(payload, headers).catch(() => new BytesPayload(Buffer.alloc(0)));
  return { body: await bytesOf(payload) };
};

const bytesOf = async (payload: Payload): Promise<Uint8Array> => {
  const bytes = await readAll(payload, Infinity);
  await payload.dispose();
  return bytes;
};

/** A body that is not text cannot be inspected and stays unchanged. */
const plainBody = (body: Uint8Array, plain: Plain): Uint8Array => {
  const found = toTextBody(body);
  return found === undefined ? body : fromTextBody({ ...found, text: plain(found.text) });
};

/** They change from response to response, or belong to the connection. */
const noise =
  /^(date|age|connection|keep-alive|transfer-encoding|content-length|content-encoding|set-cookie|server|via|x-powered-by|x-request-id|x-runtime|cf-.*|alt-svc|nel|report-to|reporting-endpoints|strict-transport-security|vary|x-(cache.*|amz.*|served-by|timer|envoy.*))$/;

const keptHeaders = (headers: Readonly<Record<string, string>>, plain: Plain): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !noise.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, isProofHeader(name) ? '***' : plain(value)]),
  );
