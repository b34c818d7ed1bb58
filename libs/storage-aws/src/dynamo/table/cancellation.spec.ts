import type { Action } from './action';
import { cancellationOf } from './cancellation';

const actions: Action[] = ['page', 'shard', 'record'].map((is) => ({ is, put: { pk: is, sk: is } }));
const cancelled = (...codes: (string | undefined)[]) => ({
  name: 'TransactionCanceledException',
  CancellationReasons: codes.map((Code) => ({ ...(Code && { Code }) })),
});

describe('a cancelled transaction', () => {
  it('tells which actions were refused', () => {
    expect(cancellationOf(cancelled('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'), actions)).toEqual({
      refused: [actions[1], actions[2]],
    });
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])('can be made again after %s', (code) => {
    expect(cancellationOf(cancelled('None', code, undefined), actions)).toEqual({ refused: [] });
    expect(cancellationOf(cancelled('ConditionalCheckFailed', code, 'None'), actions)).toEqual({ refused: [actions[0]] });
  });

  it.each(['TransactionInProgressException', 'TransactionConflictException'])('can be made again after %s', (name) => {
    expect(cancellationOf({ name }, actions)).toEqual({ refused: [] });
  });

  it('is another error when the request is at fault', () => {
    expect(cancellationOf(cancelled('None', 'ValidationError', 'None'), actions)).toBeUndefined();
    expect(cancellationOf({ name: 'TransactionCanceledException' }, actions)).toBeUndefined();
    expect(cancellationOf({ name: 'IdempotentParameterMismatchException' }, actions)).toBeUndefined();
  });
});
