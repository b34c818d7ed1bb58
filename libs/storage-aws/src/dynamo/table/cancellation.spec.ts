import type { TableAction } from './action';
import { readCancellation } from './cancellation';

const actions: TableAction[] = ['page', 'shard', 'record'].map((is) => ({ is, put: { pk: is, sk: is } }));
const cancelled = (...codes: (string | undefined)[]) => ({
  name: 'TransactionCanceledException',
  CancellationReasons: codes.map((Code) => ({ ...(Code && { Code }) })),
});

describe('a cancelled transaction', () => {
  it('names the actions that were refused', () => {
    expect(readCancellation(cancelled('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'), actions)).toEqual({
      refused: [actions[1], actions[2]],
    });
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])('can be retried after %s', (code) => {
    expect(readCancellation(cancelled('None', code, undefined), actions)).toEqual({ refused: [] });
    expect(readCancellation(cancelled('ConditionalCheckFailed', code, 'None'), actions)).toEqual({ refused: [actions[0]] });
  });

  it.each(['TransactionInProgressException', 'TransactionConflictException'])('can be retried after %s', (name) => {
    expect(readCancellation({ name }, actions)).toEqual({ refused: [] });
  });

  it('is another error when the request is at fault', () => {
    expect(readCancellation(cancelled('None', 'ValidationError', 'None'), actions)).toBeUndefined();
    expect(readCancellation({ name: 'TransactionCanceledException' }, actions)).toBeUndefined();
    expect(readCancellation({ name: 'IdempotentParameterMismatchException' }, actions)).toBeUndefined();
  });
});
