import { Inject, Injectable } from '@nestjs/common';
import type { Run } from '@twl/contracts';
import { Janitor, sweep } from '@twl/pipeline';
import { NotFoundError, type StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { INGEST_PORTS, MEASURED, type IngestionPorts } from '../ingestion';
import { readEvent, requestOf, type IngestionEvent } from './ingestion-event';
import { RunsInTime } from './runs-in-time';
import { dueWishes, wishesByHand, wishesOf, type Wish } from './wish';

/** How long a stored page is given to be processed before it is sent again, ms. */
const olderThanMs = 120_000;

/** What an invocation is answered: runs made, or messages that come back. */
export type IngestionAnswer = { runs: Run[] } | { batchItemFailures: { itemIdentifier: string }[] };

/** Runs sources when an event says so. */
@Injectable()
export class IngestionEvents {
  private readonly janitor: Janitor;

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: IngestionPorts,
    @Inject(MEASURED) private readonly measured: Runtime['measured'],
  ) {
    this.janitor = new Janitor(ports);
  }

  async work(event: unknown, deadlineAt: number): Promise<IngestionAnswer> {
    const asked = readEvent(event);
    const runs = new RunsInTime(this.ports, deadlineAt, this.measured);
    if (asked.kind === 'requests') return this.requests(asked.messages, runs);
    return { runs: (await runs.make(await this.wishes(asked))).map(shown) };
  }

  private async wishes(asked: Exclude<IngestionEvent, { kind: 'requests' }>): Promise<Wish[]> {
    if (asked.kind === 'run') {
      const wishes = await wishesByHand(this.ports, asked.source, asked.streams);
      if (!wishes) throw new NotFoundError('source', asked.source);
      return wishes;
    }
    // What a crash left between two steps is moved on first; when that fails the runs that are due are made all the same.
    await sweep(this.ports, { olderThanMs }).catch((error: unknown) => this.ports.log.error('sweep.failed', error));
    await this.janitor.step().catch((error: unknown) => this.ports.log.error('retention.failed', error));
    return dueWishes(this.ports, asked.source);
  }

  /** Each message for itself: one that fails keeps no other from being done. */
  private async requests(
    messages: Extract<IngestionEvent, { kind: 'requests' }>['messages'],
    runs: RunsInTime,
  ): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
    const done = await Promise.allSettled(messages.map((message) => this.request(message, runs)));
    return {
      batchItemFailures: messages
        .filter((_, i) => done[i]?.status === 'rejected')
        .map(({ messageId: itemIdentifier }) => ({ itemIdentifier })),
    };
  }

  private async request({ messageId, body }: { messageId: string; body: string }, runs: RunsInTime): Promise<void> {
    const request = requestOf(body);
    const wishes = request ? await wishesOf(this.ports, request) : [];
    if (wishes.length === 0)
      this.ports.log.error('request.refused', new Error('there is no such source or stream'), { message: messageId });
    await runs.make(wishes);
  }
}

const shown = ({ phase: _phase, end: _end, ...run }: StoredRun): Run => run;
