import { HttpError, requireValue } from '@twl/ports';
import type { SourceResponse, DraftRequest, Sender } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { BytesPayload } from '../payload/bytes-payload';
import { beginningOfBody, parseResponseJson } from '../request/response-content';
import { fullUrlOf } from '../exchange/request-address';
import { toPlainRequest, toPlainText, requestKeyOf, requestNameOf, standIn } from './plain-request';
import type { RecordedExchange, RecordedResponse } from './recorded-exchange';
import { NotRecordedError } from '../errors/recording-errors';

type HttpCode = ConstructorParameters<typeof HttpError>[0];

/**
 * Responds with recorded responses, never from a network. Each of several responses to one request is returned once, the last one
 * repeatedly.
 */
export class ReplayingSender implements Sender {
  private readonly exchanges = new Map<string, RecordedExchange[]>();

  constructor(
    exchanges: readonly RecordedExchange[],
    private readonly mask: SecretMask,
    private readonly missed: (request: string) => void = () => undefined,
  ) {
    for (const exchange of exchanges) {
      const key = requestKeyOf(exchange.request);
      this.exchanges.set(key, [...(this.exchanges.get(key) ?? []), exchange]);
    }
  }

  /** @throws NotRecordedError */
  async send(draft: DraftRequest, signal?: AbortSignal): Promise<SourceResponse> {
    signal?.throwIfAborted();
    const request = toPlainRequest(draft, toPlainText(this.mask, standIn));
    const known = this.exchanges.get(requestKeyOf(request));
    if (!known) {
      this.missed(requestNameOf(request));
      throw new NotRecordedError(requestNameOf(request));
    }
    const exchange = requireValue(known.length > 1 ? known.shift() : known[0], 'recorded exchange');
    if (exchange.error) throw new HttpError(exchange.error.code as HttpCode, exchange.error.message);
    return toResponse(exchange.response, draft);
  }
}

const toResponse = ({ status, headers, url, body: bytes }: RecordedResponse, request: DraftRequest): SourceResponse => {
  const body = new BytesPayload(bytes);
  return {
    status,
    headers: { ...headers },
    url: url ?? fullUrlOf(request),
    body,
    request,
    json: () => parseResponseJson(body, headers),
    text: () => beginningOfBody(body, headers),
  };
};
