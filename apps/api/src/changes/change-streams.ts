import type { OnModuleDestroy } from '@nestjs/common';
import type { ChangesQuery } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { ProblemException } from '@twl/platform';
import type { Clock, Log } from '@twl/ports';
import type { Response } from 'express';
import type { Changes, ChangesPage } from './changes';

/** How often the store is looked at, for all streams of the process together, and how long a stream is silent at most, ms. */
const pauses = { look: 500, silence: 15_000 };

/** The most open streams of a process. */
const maxStreams = 200;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies would hold events back.
  'x-accel-buffering': 'no',
};

/** A stream that waits for a change. */
interface Waiter {
  /** What the newest change was before the stream read its last page. */
  seen: string;
  /** Until when it waits, ms. */
  until: number;
  wake(isChanged: boolean): void;
}

/** The change feed as server-sent events. */
export class ChangeStreams implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private isLooking = false;
  private open = 0;

  constructor(
    private readonly changes: Changes,
    private readonly ports: { clock: Clock; log: Log },
  ) {}

  /**
   * Sends changes until the client goes or the server stops. The last event of each page has the cursor as its id: a client that comes back
   * with it goes on behind the last page that it has whole. @throws ProblemException 503 for too many streams; BadCursorError, FeedExpiredError
   */
  async send(query: ChangesQuery, response: Response): Promise<void> {
    if (this.open >= maxStreams) throw tooManyStreams();
    this.open += 1;
    try {
      let [seen, page] = [await this.changes.newest(), await this.changes.read(query)];
      response.writeHead(200, headers);
      for (;;) {
        await sendPage(response, page);
        const isChanged = page.more || (await this.isChangedSince(seen, response));
        if (response.destroyed || this.stopping.signal.aborted) break;
        // First this, so that no change comes unnoticed in between.
        seen = await this.changes.newest();
        page = await this.changes.read({ ...query, after: page.next });
        // An id without data moves the client on, and is no event.
        if (!isChanged && page.changes.length === 0) response.write(`: nothing new\nid: ${page.next}\n\n`);
      }
    } catch (error) {
      if (!response.headersSent) throw error;
      this.ports.log.error('changes.stream_failed', error);
    } finally {
      this.open -= 1;
    }
    response.end();
  }

  onModuleDestroy(): void {
    this.stopping.abort(new Error('the server was stopped'));
    for (const waiter of [...this.waiters]) waiter.wake(false);
  }

  /** Waits for a change; false if none comes for a while, or the client goes. */
  private isChangedSince(seen: string, response: Response): Promise<boolean> {
    return new Promise((resolve) => {
      const onClose = (): void => waiter.wake(false);
      const wake = (isChanged: boolean): void => {
        this.waiters.delete(waiter);
        response.off('close', onClose);
        resolve(isChanged);
      };
      const waiter: Waiter = { seen, until: this.ports.clock.monotonic() + pauses.silence, wake };
      response.on('close', onClose);
      this.waiters.add(waiter);
      if (response.destroyed || this.stopping.signal.aborted) wake(false);
      void this.look();
    });
  }

  /** Looks at the store while anything waits. */
  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const { clock, log } = this.ports;
    while (this.waiters.size > 0) {
      const newest = await this.changes.newest().catch((error: unknown) => log.error('changes.unreadable', error));
      for (const waiter of [...this.waiters]) {
        const isChanged = newest !== undefined && newest !== waiter.seen;
        if (isChanged || waiter.until <= clock.monotonic()) waiter.wake(isChanged);
      }
      await clock.sleep(pauses.look, this.stopping.signal).catch(() => undefined);
    }
    this.isLooking = false;
  }
}

const tooManyStreams = (): ProblemException =>
  new ProblemException({
    status: 503,
    code: 'UNAVAILABLE',
    detail: `this server has ${maxStreams} open streams, and serves no more: try again later, or poll GET /api/changes`,
  });

/** Sends a page, and waits while the client is slower than the feed. */
const sendPage = async (response: Response, { changes, next }: ChangesPage): Promise<void> => {
  const events = changes.map((change, i) => {
    const id = i === changes.length - 1 ? `id: ${next}\n` : '';
    return `${id}event: ${change.kind}\ndata: ${toJsonText(change)}\n\n`;
  });
  if (events.length === 0 || response.write(events.join('')) || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
};
