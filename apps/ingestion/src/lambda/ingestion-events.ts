import { Inject, Injectable } from '@nestjs/common';
import type { Run } from '@twl/contracts';
import {
  RetentionSweeper,
  Launcher,
  launchRequest,
  manualRuns,
  noteFailedRuns,
  PartFailures,
  planDueRuns,
  prepareSource,
  RunDeadline,
  sweep,
  type RetentionPorts,
  type LaunchPorts,
  type PlannedRun,
} from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { INGEST_PORTS } from '../ports/ingest-ports';
import { readEvent, requestOf, type IngestionEvent } from './ingestion-event';

/** How long a stored page is given to be processed before it is sent again, ms. */
const olderThanMs = 120_000;

/** What an invocation is answered: runs made, or messages that come back. */
export type IngestionAnswer = { runs: Run[] } | { batchItemFailures: { itemIdentifier: string }[] };

/** Runs sources when an event says so. */
@Injectable()
export class IngestionEvents {
  private readonly retention: RetentionSweeper;

  constructor(@Inject(INGEST_PORTS) private readonly ports: LaunchPorts & RetentionPorts) {
    this.retention = new RetentionSweeper(ports);
  }

  /** @throws whatever failed of our own, at the end of everything else: then the invocation failed, and Lambda sees it */
  async work(event: unknown, deadlineAt: number): Promise<IngestionAnswer> {
    const asked = readEvent(event);
    const launcher = new Launcher(this.ports, { deadline: new RunDeadline(this.ports.clock, deadlineAt) });
    try {
      return await (asked.kind === 'requests' ? this.requests(asked.messages, launcher) : this.runs(asked, launcher));
    } finally {
      await launcher.stop();
    }
  }

  private async runs(asked: Exclude<IngestionEvent, { kind: 'requests' }>, launcher: Launcher): Promise<{ runs: Run[] }> {
    const failures = new PartFailures(this.ports.log);
    const made = await launcher.launchAll(await this.plan(asked, failures), failures);
    noteFailedRuns(made, failures);
    failures.throwIfAny();
    return { runs: made.map(publicRun) };
  }

  private async plan(asked: Exclude<IngestionEvent, { kind: 'requests' }>, failures: PartFailures): Promise<PlannedRun[]> {
    if (asked.kind === 'run') return manualRuns(await prepareSource(this.ports.catalog, asked.source), asked.streams);
    if (asked.kind === 'all') return this.everySource(failures);
    // What a crash left between two steps is moved on first; when that fails, the runs that are due are made all the same.
    await failures.try('sweep.failed', () => sweep(this.ports, { olderThanMs }));
    await failures.try('retention.failed', () => this.retention.step());
    return planDueRuns(this.ports, failures, asked.source);
  }

  /** A source that cannot be looked at keeps no other from running. */
  private async everySource(failures: PartFailures): Promise<PlannedRun[]> {
    const enabled = (await this.ports.catalog.list()).filter(({ settings }) => settings.enabled);
    const planned = enabled.map(({ name }) =>
      failures.try('run.failed', async () => manualRuns(await prepareSource(this.ports.catalog, name)), { source: name }),
    );
    return (await Promise.all(planned)).flatMap((runs) => runs ?? []);
  }

  /** Each message for itself: one that fails keeps no other from being done. Where all fail, so does the invocation. */
  private async requests(messages: RequestMessages, launcher: Launcher): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
    const failures = new PartFailures(this.ports.log);
    const done = await Promise.all(
      messages.map(({ messageId, body }) => failures.try('request.failed', () => this.request(body, launcher), { message: messageId })),
    );
    const failed = messages.filter((_, i) => !done[i]);
    if (failed.length === messages.length) failures.throwIfAny();
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }

  private async request(body: string, launcher: Launcher): Promise<true> {
    const failures = new PartFailures(this.ports.log);
    noteFailedRuns(await launchRequest(this.ports, launcher, requestOf(body)), failures);
    failures.throwIfAny();
    return true;
  }
}

type RequestMessages = Extract<IngestionEvent, { kind: 'requests' }>['messages'];
