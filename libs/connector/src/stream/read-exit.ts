import type { Json, PageMeta } from '@twl/contracts';
import type { FetchedPage, ReadEvent, ReadOptions } from '@twl/ports';
import { visitTexts } from '../document/each-text';
import { listsHeader } from '../extraction/shapes/list-pages';
import { partsHeader } from '../properties/page-parts';
import type { RunCookies } from '../exchange/run-cookies';
import type { TextMask } from '../secrets/secret-mask';
import type { EventSink } from '../session/event-channel';
import { SealedCursor } from '../checkpoint/sealed-cursor';

/** Removes the secrets of the source and its session from the events of a read. The read itself continues with the original values. */
export class ReadExit implements EventSink {
  private readonly sealed: SealedCursor;

  constructor(
    private readonly at: { secrets: TextMask; cookies: RunCookies; previous: ReadOptions['previous'] },
    private readonly outside: EventSink,
  ) {
    this.sealed = new SealedCursor(at.secrets);
  }

  text(text: string): string {
    const { cookies, secrets } = this.at;
    return cookies.mask(secrets.mask(text));
  }

  /** Emits an event without secrets; a body created for it is disposed after use. */
  async emit(event: ReadEvent): Promise<void> {
    const { outside } = this;
    if (event.kind === 'wait') return outside.emit({ ...event, reason: this.text(event.reason) });
    if (event.kind === 'state') return outside.emit({ ...event, cursor: this.sealed.seal(event.cursor) });
    if (event.kind === 'end') return outside.emit(event);
    const page = await this.page(event.page);
    try {
      await outside.emit({ kind: 'page', page });
    } finally {
      if (page.body !== event.page.body) await page.body.dispose();
    }
  }

  private async page(page: FetchedPage): Promise<FetchedPage> {
    const shown = {
      ...page,
      partition: this.data(page.partition as Json) as PageMeta['partition'],
      interval: this.data(page.interval) as PageMeta['interval'],
      request: { ...page.request, url: this.text(page.request.url) },
      contentType: this.text(page.contentType),
    };
    const keepsLength = isJoined(page.headers);
    const body = await this.at.secrets.maskBody(page.body, { headers: page.headers, keepsLength });
    if (!body) return shown;
    // A conditional request could return 304, but the stored page lacks the URL of the next page.
    const { etag: _etag, 'last-modified': _modified, ...headers } = page.headers;
    return { ...shown, headers, body, same: !keepsLength && this.at.previous(page.requestLine)?.sha256 === body.sha256 };
  }

  private data(value: Json): Json {
    return visitTexts(value, (text) => this.text(text));
  }
}

/** Returns true if headers say where the parts of the body end. */
const isJoined = (headers: Readonly<Record<string, string>>): boolean => partsHeader in headers || listsHeader in headers;
