import { HttpError } from '@twl/ports';
import type { SourceResponse, DraftRequest, Sender } from '../exchange/exchange';
import { readAll } from '../payload/bytes';
import { BytesPayload } from '../payload/bytes-payload';
import { RecordingError } from '../errors/recording-errors';

/** One exchange as it was, secrets included: it never leaves the memory. */
export interface SeenExchange {
  draft: DraftRequest;
  response?: { status: number; headers: Record<string, string>; url: string; body: Uint8Array };
  error?: HttpError;
}

/** Limits of a recording. */
const recordingLimits = { exchanges: 500, bodyBytes: 8 * 1024 ** 2, bytes: 32 * 1024 ** 2 };

/** Passes requests on, and stores them with their responses. */
export class RecordingSender implements Sender {
  readonly seen: SeenExchange[] = [];
  private bytes = 0;

  constructor(private readonly sender: Sender) {}

  async send(request: DraftRequest, signal?: AbortSignal): Promise<SourceResponse> {
    if (this.seen.length >= recordingLimits.exchanges)
      throw new RecordingError(`more than ${recordingLimits.exchanges} requests: record fewer pages, or one stream with fewer parents`);
    const seen: SeenExchange = { draft: copyOf(request) };
    this.seen.push(seen);
    try {
      const response = await this.sender.send(request, signal);
      const body = await this.take(response, request);
      await response.body.dispose();
      const { status, headers, url } = response;
      seen.response = { status, headers, url, body };
      return { ...response, body: new BytesPayload(body) };
    } catch (error) {
      if (error instanceof HttpError) seen.error = error;
      throw error;
    }
  }

  private async take({ body }: SourceResponse, { method, url }: DraftRequest): Promise<Uint8Array> {
    this.bytes += body.bytes;
    const tooLarge = (most: number) =>
      new RecordingError(
        `${method} ${new URL(url).pathname}: the responses take more than ${most / 1024 ** 2} MiB, too much for a fixture (record fewer or smaller pages)`,
      );
    if (body.bytes > recordingLimits.bodyBytes) throw tooLarge(recordingLimits.bodyBytes);
    if (this.bytes > recordingLimits.bytes) throw tooLarge(recordingLimits.bytes);
    return readAll(body, Infinity);
  }
}

const copyOf = (draft: DraftRequest): DraftRequest => ({ ...draft, headers: { ...draft.headers }, params: new Map(draft.params) });
