import type { TableAction } from './action';

/** Why a transaction was not made: the actions whose condition failed. None of them: others were at work, and it can be tried again. */
export interface Cancellation {
  refused: TableAction[];
}

interface CancelledError {
  name: string;
  CancellationReasons?: { Code?: string; Message?: string }[];
}

const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
const passingErrors = ['TransactionInProgressException', 'TransactionConflictException'];

/**
 * Reads, action by action, why a transaction was cancelled. Undefined where the error is another one, or one of the reasons is a fault
 * of the request itself, which no other attempt mends.
 */
export const readCancellation = (error: unknown, actions: readonly TableAction[]): Cancellation | undefined => {
  const { name, CancellationReasons } = error as CancelledError;
  if (passingErrors.includes(name)) return { refused: [] };
  if (name !== 'TransactionCanceledException' || !CancellationReasons) return undefined;
  const codes = CancellationReasons.map(({ Code }) => Code ?? 'None');
  const isOurs = codes.every((code) => code === 'None' || code === 'ConditionalCheckFailed' || passing.includes(code));
  return isOurs ? { refused: actions.filter((_, i) => codes[i] === 'ConditionalCheckFailed') } : undefined;
};
