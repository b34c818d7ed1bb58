import { Inject, Injectable } from '@nestjs/common';
import type { Run } from '@twl/contracts';
import {
  AlertWatch,
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
import { readEvent, parseRequest, type IngestionEvent } from './ingestion-event';

/** Age after which an unprocessed page is queued again, ms. */
const olderThanMs = 120_000;

/** Result of an invocation: the runs, or the messages to deliver again. */
export type IngestionResult = { runs: Run[] } | { batchItemFailures: { itemIdentifier: string }[] };

/** Runs sources for the events of the Lambda function. */
@Injectable()
export class IngestionEvents {
  private readonly retention: RetentionSweeper;

  constructor(
    @Inject(INGEST_PORTS) private readonly ports: LaunchPorts & RetentionPorts,
    @Inject(AlertWatch) private readonly watch: Pick<AlertWatch, 'step'>,
  ) {
    this.retention = new RetentionSweeper(ports);
  }

  /** @throws the errors of our own after all other work is done, so that Lambda counts a failed invocation */
  async work(event: unknown, deadlineAt: number): Promise<IngestionResult> {
    const task = readEvent(event);
    const launcher = new Launcher(this.ports, { deadline: new RunDeadline(this.ports.clock, deadlineAt) });
    try {
      return await (task.kind === 'requests' ? this.handleRequests(task.messages, launcher) : this.makeRuns(task, launcher));
    } finally {
      await launcher.stop();
    }
  }

  private async makeRuns(task: Exclude<IngestionEvent, { kind: 'requests' }>, launcher: Launcher): Promise<{ runs: Run[] }> {
    const failures = new PartFailures(this.ports.log);
    const made = await launcher.launchAll(await this.plan(task, failures), failures);
    noteFailedRuns(made, failures);
    if (task.kind === 'schedule') await this.watch.step();
    failures.throwIfAny();
    return { runs: made.map(publicRun) };
  }

  private async plan(task: Exclude<IngestionEvent, { kind: 'requests' }>, failures: PartFailures): Promise<PlannedRun[]> {
    if (task.kind === 'run') return manualRuns(await prepareSource(this.ports.catalog, task.source), task.streams);
    if (task.kind === 'all') return this.everySource(failures);
    // First recover from crashes. A failure of the recovery does not prevent the runs that are due.
    await failures.try('sweep.failed', () => sweep(this.ports, { olderThanMs }));
    await failures.try('retention.failed', () => this.retention.step());
    return planDueRuns(this.ports, failures, task.source);
  }

  /** Plans every source. A source that cannot be read does not prevent the others. */
  private async everySource(failures: PartFailures): Promise<PlannedRun[]> {
    const enabled = (await this.ports.catalog.list()).filter(({ settings }) => settings.enabled);
    const planned = enabled.map(({ name }) =>
      failures.try('run.failed', async () => manualRuns(await prepareSource(this.ports.catalog, name)), { source: name }),
    );
    return (await Promise.all(planned)).flatMap((runs) => runs ?? []);
  }

  /** Handles each message separately. If all fail, the invocation fails. */
  private async handleRequests(
    messages: RequestMessages,
    launcher: Launcher,
  ): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
    const failures = new PartFailures(this.ports.log);
    const done = await Promise.all(
      messages.map(({ messageId, body }) =>
        failures.try('request.failed', () => this.handleRequest(body, launcher), { message: messageId }),
      ),
    );
    const failed = messages.filter((_, i) => !done[i]);
    if (failed.length === messages.length) failures.throwIfAny();
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }

  private async handleRequest(body: string, launcher: Launcher): Promise<true> {
    const failures = new PartFailures(this.ports.log);
    noteFailedRuns(await launchRequest(this.ports, launcher, parseRequest(body)), failures);
    failures.throwIfAny();
    return true;
  }
}

type RequestMessages = Extract<IngestionEvent, { kind: 'requests' }>['messages'];
