import { alertSettingsSchema, sourceSettingsSchema, streamSettingsSchema, type AlertMessage, type AlertRule } from '@twl/contracts';
import { AlertChannel, type StoredAlert } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';
import type { ScriptedPage } from '../testing/scripted-stream';
import { AlertWatch, type AlertPorts } from './alert-watch';

/** A channel that keeps what it is given, and fails on demand. */
export class RecordingChannel extends AlertChannel {
  readonly sent: { id: string; message: AlertMessage }[] = [];
  fails: Error | undefined;
  attempts = 0;
  /** Called before each message is delivered. */
  onSend: () => Promise<void> = async () => undefined;

  constructor(
    readonly name: string,
    private readonly rules?: AlertRule[],
  ) {
    super();
  }

  accepts({ rule }: { rule: AlertRule }): boolean {
    return this.rules?.includes(rule) ?? true;
  }

  async send(id: string, message: AlertMessage): Promise<void> {
    this.attempts += 1;
    await this.onSend();
    if (this.fails) throw this.fails;
    this.sent.push({ id, message });
  }

  /** What was delivered, in order: `firing late:shop`. */
  get delivered(): string[] {
    return this.sent.map(({ message }) => `${message.type.replace('alert.', '')} ${message.data.id}`);
  }
}

const minute = 60_000;

/** A pipeline in memory around one source, `shop`, that runs every quarter of an hour, with a watch over its alerts. */
export class AlertBench {
  readonly pipeline: PipelineBench;
  readonly channel = new RecordingChannel('ops');
  readonly watch: AlertWatch;
  readonly settings;
  /** Free bytes of the disk. */
  free = 100 * 1024 ** 3;
  /** Minutes between two evaluations. */
  stepMinutes = 1;
  /** False while no worker processes the queue. */
  isProcessing = true;

  constructor(answers: ScriptedPage[], options: { settings?: object; contract?: object; channels?: AlertChannel[] } = {}) {
    this.pipeline = new PipelineBench(answers);
    this.settings = alertSettingsSchema.parse(options.settings ?? {});
    this.pipeline.catalog.settings = sourceSettingsSchema.parse({ schedule: { cron: '*/15 * * * *' } });
    if (options.contract) this.pipeline.stream.settings = streamSettingsSchema.parse({ contract: options.contract });
    this.watch = this.openWatch(options.channels ?? [this.channel]);
  }

  /** Another watch over the same alerts, as another process has one. */
  openWatch(channels: readonly AlertChannel[]): AlertWatch {
    return new AlertWatch(this.ports, { settings: this.settings, channels, url: 'https://twl.example' });
  }

  get ports(): AlertPorts {
    return { ...this.pipeline.ports, ...this.pipeline.engine, space: async () => ({ free: this.free, total: 200 * 1024 ** 3 }) };
  }

  /** Lets time pass, with an evaluation after each step. */
  async pass(minutes: number): Promise<void> {
    for (let left = minutes; left > 0; left -= this.stepMinutes) {
      await this.pipeline.clock.advance(Math.min(left, this.stepMinutes) * minute);
      await this.watch.step();
    }
  }

  /** Makes a run, and lets the rest of a quarter of an hour pass. */
  async quarter(answers?: ScriptedPage[]): Promise<void> {
    if (answers) this.pipeline.stream.pages = answers;
    await this.pipeline.ingest({}, 'schedule');
    if (this.isProcessing) await this.pipeline.process();
    await this.watch.step();
    await this.pass(14);
  }

  /** The alert with an id, as it is stored. */
  alert(id: string): Promise<StoredAlert | undefined> {
    return this.pipeline.engine.alerts.get(id);
  }
}

/** Records with ids from 1 on. */
export const manyRecords = (count: number, given: (id: number) => object = () => ({})): ScriptedPage =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, price: 5, ...given(i + 1) }));
