import { Log, type LogFields } from '@twl/ports';
import { addUsage, noUsage, requestsTo, type Meter, type Usage } from '@twl/storage-aws';

/** Maximum number of runs whose usage is kept; the oldest is dropped, because another process may close it. */
const maxRuns = 1000;

/** Events that get AWS usage: that of the step, or at the end of a run that of all work on the run in this process. */
const steps = ['run.fetched', 'page.applied', 'page.continued', 'run.closed'];

/** Adds AWS usage to the log events of runs and pages. */
export class UsageLog extends Log {
  private readonly byRun = new Map<string, Usage>();

  constructor(
    private readonly log: Log,
    private readonly meter: Meter,
  ) {
    super();
  }

  info(event: string, fields: LogFields = {}): void {
    const { current } = this.meter;
    if (!current || !steps.includes(event)) return this.log.info(event, fields);
    this.log.info(event, { ...fields, ...figuresOf(event === 'run.closed' ? this.usageOfRun(fields['runId'], current) : current) });
  }

  warn(event: string, fields?: LogFields): void {
    this.log.warn(event, fields);
  }

  error(event: string, error: unknown, fields?: LogFields): void {
    this.log.error(event, error, fields);
  }

  /** Does work and adds its usage to its run. */
  override within<T>(fields: LogFields, work: () => Promise<T>): Promise<T> {
    const runId = fields['runId']?.toString();
    return this.meter.measure(async () => {
      try {
        return await work();
      } finally {
        const { current } = this.meter;
        if (runId !== undefined && current) this.addToRun(runId, current);
      }
    }, runId);
  }

  private addToRun(runId: string, usage: Usage): void {
    const sum = this.byRun.get(runId) ?? noUsage();
    addUsage(sum, usage);
    this.byRun.delete(runId);
    this.byRun.set(runId, sum);
    const [oldest] = this.byRun.keys();
    if (this.byRun.size > maxRuns && oldest !== undefined) this.byRun.delete(oldest);
  }

  private usageOfRun(runId: LogFields[string], current: Usage): Usage {
    const sum = noUsage();
    addUsage(sum, this.byRun.get(String(runId)) ?? noUsage());
    addUsage(sum, current);
    return sum;
  }
}

const figuresOf = (usage: Usage): LogFields => ({
  awsDynamo: requestsTo(usage, 'DynamoDB'),
  awsReadUnits: usage.readUnits,
  awsWriteUnits: usage.writeUnits,
  awsS3: requestsTo(usage, 'S3'),
  awsSqs: requestsTo(usage, 'SQS'),
  awsBytes: usage.bytesIn + usage.bytesOut,
});
