import { Inject, Injectable } from '@nestjs/common';
import type { Run } from '@twl/contracts';
import { Janitor, sweep } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { INGEST_PORTS, type IngestionPorts } from '../ingestion';
import { Failures } from './failures';
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

  constructor(@Inject(INGEST_PORTS) private readonly ports: IngestionPorts) {
    this.janitor = new Janitor(ports);
  }

  /** @throws whatever failed of our own, at the end of everything else: then the invocation failed, and Lambda sees it */
  async work(event: unknown, deadlineAt: number): Promise<IngestionAnswer> {
    const asked = readEvent(event);
    const runs = new RunsInTime(this.ports, deadlineAt);
    if (asked.kind === 'requests') return this.requests(asked.messages, runs);
    const failures = new Failures(this.ports.log);
    const made = await runs.make(await this.wishes(asked, failures), failures);
    failures.throwIfAny();
    return { runs: made.map(publicRun) };
  }

  private async wishes(asked: Exclude<IngestionEvent, { kind: 'requests' }>, failures: Failures): Promise<Wish[]> {
    if (asked.kind === 'run') return wishesByHand(this.ports, asked.source, asked.streams);
    // What a crash left between two steps is moved on first; when that fails the runs that are due are made all the same.
    await failures.try('sweep.failed', () => sweep(this.ports, { olderThanMs }));
    await failures.try('retention.failed', () => this.janitor.step());
    return dueWishes(this.ports, failures, asked.source);
  }

  /** Each message for itself: one that fails keeps no other from being done. Where all fail, so does the invocation. */
  private async requests(messages: RequestMessages, runs: RunsInTime): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
    const failures = new Failures(this.ports.log);
    const done = await Promise.all(
      messages.map(({ messageId, body }) =>
        failures.try('request.failed', () => this.request(body, runs).then(() => true), { message: messageId }),
      ),
    );
    const failed = messages.filter((_, i) => !done[i]);
    if (failed.length === messages.length) failures.throwIfAny();
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }

  private async request(body: string, runs: RunsInTime): Promise<void> {
    const failures = new Failures(this.ports.log);
    await runs.make(await wishesOf(this.ports, requestOf(body)), failures);
    failures.throwIfAny();
  }
}

type RequestMessages = Extract<IngestionEvent, { kind: 'requests' }>['messages'];
