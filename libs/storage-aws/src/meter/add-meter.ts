import { reportsCapacity, unitsOfFailedWrite, reportedUnits } from './capacity';
import type { Meter } from './meter';
import { noUsage } from './usage';

interface Http {
  headers?: Record<string, string>;
}

/** The part of a client that the meter needs; the clients of the SDK have it, with finer types. */
interface MeteredClient {
  middlewareStack: { add(middleware: never, options: never): void };
}

type Next = (args: { input: Record<string, unknown>; request?: Http }) => Promise<{ response?: Http; output: Record<string, unknown> }>;
type CommandContext = { clientName?: string; commandName?: string };
type Middleware = (next: Next, context: CommandContext) => Next;

/** Counts every request of a client, retries included, with the capacity that DynamoDB reports. Returns the client. */
export const addMeter = <T extends MeteredClient>(client: T, meter: Meter): T => {
  const stack = client.middlewareStack as unknown as { add(middleware: Middleware, options: object): void };
  stack.add(countRequests(meter), { step: 'deserialize', priority: 'low', name: 'twlMeterRequests' });
  stack.add(countUnits(meter), { step: 'initialize', name: 'twlMeterUnits' });
  return client;
};

const operationOf = ({ commandName = '' }: CommandContext): string => commandName.replace(/Command$/, '');

const countRequests =
  (meter: Meter): Middleware =>
  (next, context) => {
    const kind = `${(context.clientName ?? '').replace(/Client$/, '')}.${operationOf(context)}`;
    return async (args) => {
      const usage = { ...noUsage(), requests: { [kind]: 1 }, bytesOut: lengthOf(args.request) };
      try {
        const result = await next(args);
        usage.bytesIn = lengthOf(result.response);
        return result;
      } finally {
        meter.add(usage);
      }
    };
  };

const countUnits =
  (meter: Meter): Middleware =>
  (next, context) => {
    const operation = operationOf(context);
    if (context.clientName !== 'DynamoDBClient' || !reportsCapacity(operation)) return next;
    return async (args) => {
      try {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        meter.add({ ...noUsage(), ...reportedUnits(operation, result.output, args.input) });
        return result;
      } catch (error) {
        meter.add({ ...noUsage(), writeUnits: unitsOfFailedWrite(error, args.input) });
        throw error;
      }
    };
  };

const lengthOf = (http: Http | undefined): number => Number(http?.headers?.['content-length'] ?? 0);
