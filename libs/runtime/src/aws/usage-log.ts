import { Log, type LogFields } from '@twl/ports';
import { addUsage, noUsage, requestsTo, type Meter, type Usage } from '@twl/storage-aws';

/** Runs whose use is remembered; a run that is closed elsewhere is forgotten in time. */
const runsAtMost = 1000;

/** Lines that say what was asked of AWS: for this step, and where a run ends for all of the run that this process did. */
const steps = ['run.fetched', 'page.applied', 'page.continued', 'run.closed'];

/** The log, with what AWS was asked for in the lines where a run or a page gets further. */
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
    this.log.info(event, { ...fields, ...figuresOf(event === 'run.closed' ? this.ofRun(fields['runId'], current) : current) });
  }

  warn(event: string, fields?: LogFields): void {
    this.log.warn(event, fields);
  }

  error(event: string, error: unknown, fields?: LogFields): void {
    this.log.error(event, error, fields);
  }

  /** Does a piece of work and remembers for its run what it asked for. */
  override within<T>(fields: LogFields, work: () => Promise<T>): Promise<T> {
    const runId = fields['runId']?.toString();
    return this.meter.measure(async () => {
      try {
        return await work();
      } finally {
        const { current } = this.meter;
        if (runId !== undefined && current) this.remember(runId, current);
      }
    }, runId);
  }

  private remember(runId: string, usage: Usage): void {
    const sum = this.byRun.get(runId) ?? noUsage();
    addUsage(sum, usage);
    this.byRun.delete(runId);
    this.byRun.set(runId, sum);
    const [oldest] = this.byRun.keys();
    if (this.byRun.size > runsAtMost && oldest !== undefined) this.byRun.delete(oldest);
  }

  private ofRun(runId: LogFields[string], current: Usage): Usage {
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
