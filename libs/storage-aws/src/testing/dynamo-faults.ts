import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Args = { input: Record<string, unknown> };
type Next = (args: Args) => Promise<{ output: Record<string, unknown> }>;

/** Responds to an operation in place of DynamoDB; `pass` sends the request. */
export type DynamoFault = (args: Args, pass: () => ReturnType<Next>) => ReturnType<Next>;

interface Stack {
  add(middleware: (next: Next, context: { commandName?: string }) => Next, options: object): void;
}

/** Intercepts requests between a client and DynamoDB, below the retries of the SDK, and makes them fail as scripted. */
export class DynamoFaults {
  /** Every request that was made, retries included. */
  readonly requests: { operation: string; input: Record<string, unknown> }[] = [];
  readonly #faults: { operation: string; fault: DynamoFault }[] = [];

  constructor(client: DynamoDBClient) {
    const stack = client.middlewareStack as unknown as Stack;
    const listen = (next: Next, context: { commandName?: string }): Next => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      return (args) => this.#handle(operation, args, () => next(args));
    };
    stack.add(listen, { step: 'deserialize', priority: 'high', name: 'dynamoFaults' });
  }

  /** Scripts the next request of an operation; two calls script the next two. */
  next(operation: string, fault: DynamoFault): void {
    this.#faults.push({ operation, fault });
  }

  countOf(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }

  async #handle(operation: string, args: Args, pass: () => ReturnType<Next>): ReturnType<Next> {
    this.requests.push({ operation, input: args.input });
    const index = this.#faults.findIndex((one) => one.operation === operation);
    const [found] = index < 0 ? [] : this.#faults.splice(index, 1);
    return found ? found.fault(args, pass) : pass();
  }
}

/** The error that the SDK throws when DynamoDB refuses. */
export const refusal = (name: string, more: object = {}): Error =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...more });

/** Cancels a transaction, for these reasons of its actions. */
export const cancelledFor =
  (...codes: string[]): DynamoFault =>
  ({ input }) => {
    const count = (input['TransactItems'] as unknown[]).length;
    const CancellationReasons = Array.from({ length: count }, (_, i) => ({ Code: codes[i] ?? 'None' }));
    return Promise.reject(refusal('TransactionCanceledException', { CancellationReasons }));
  };

/** Sends the request, but loses the response. */
export const lostResponse: DynamoFault = async (_args, pass) => {
  await pass();
  throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
};
