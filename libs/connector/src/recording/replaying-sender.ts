import { HttpError } from '@twl/ports';
import type { SourceResponse, DraftRequest, Sender } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { BytesPayload } from '../payload/bytes-payload';
import { beginningOf, jsonOf } from '../request/answer-content';
import { fullAddress } from '../exchange/request-address';
import { plainRequest, plainText, requestKey, requestName, standIn } from './plain-request';
import type { RecordedExchange, RecordedResponse } from './recorded-exchange';
import { NotRecordedError } from '../errors/recording-errors';

type HttpCode = ConstructorParameters<typeof HttpError>[0];

/** Answers with what was recorded, never from a network. Of several responses to one request, each is given once, and the last one again. */
export class ReplayingSender implements Sender {
  private readonly answers = new Map<string, RecordedExchange[]>();

  constructor(
    exchanges: readonly RecordedExchange[],
    private readonly mask: SecretMask,
    private readonly missed: (request: string) => void = () => undefined,
  ) {
    for (const exchange of exchanges) {
      const key = requestKey(exchange.request);
      this.answers.set(key, [...(this.answers.get(key) ?? []), exchange]);
    }
  }

  /** @throws NotRecordedError */
  async send(draft: DraftRequest, signal?: AbortSignal): Promise<SourceResponse> {
    signal?.throwIfAborted();
    const request = plainRequest(draft, plainText(this.mask, standIn));
    const known = this.answers.get(requestKey(request));
    if (!known) {
      this.missed(requestName(request));
      throw new NotRecordedError(requestName(request));
    }
    const exchange = known.length > 1 ? known.shift()! : known[0]!;
    if (exchange.error) throw new HttpError(exchange.error.code as HttpCode, exchange.error.message);
    return answerOf(exchange.response, draft);
  }
}

const answerOf = ({ status, headers, url, body: bytes }: RecordedResponse, request: DraftRequest): SourceResponse => {
  const body = new BytesPayload(bytes);
  return {
    status,
    headers: { ...headers },
    url: url ?? fullAddress(request),
    body,
    request,
    json: () => jsonOf(body, headers),
    text: () => beginningOf(body, headers),
  };
};
