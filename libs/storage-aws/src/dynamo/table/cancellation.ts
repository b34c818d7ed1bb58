import type { TableAction } from './action';

/**
 * Why a transaction was cancelled: the actions whose condition failed. If there are none, other writes were in the way, and it can be
 * retried.
 */
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
 * Reads, action by action, why a transaction was cancelled. Returns undefined for another error, or if one of the reasons is a fault of the
 * request itself, which a retry does not fix.
 */
export const readCancellation = (error: unknown, actions: readonly TableAction[]): Cancellation | undefined => {
  const { name, CancellationReasons } = error as CancelledError;
  if (passingErrors.includes(name)) return { refused: [] };
  if (name !== 'TransactionCanceledException' || !CancellationReasons) return undefined;
  const codes = CancellationReasons.map(({ Code }) => Code ?? 'None');
  const isOurs = codes.every((code) => code === 'None' || code === 'ConditionalCheckFailed' || passing.includes(code));
  return isOurs ? { refused: actions.filter((_, i) => codes[i] === 'ConditionalCheckFailed') } : undefined;
};
