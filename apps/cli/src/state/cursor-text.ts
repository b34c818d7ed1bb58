import type { Json } from '@twl/contracts';
import { UsageError } from '../output/report-failure';

/** A cursor as text; numbers beyond what a double holds keep their digits. @throws UsageError */
export const parseCursor = (text: string): Json => {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context!.source!) : value,
    ) as Json;
  } catch (error) {
    throw new UsageError(`the cursor is no JSON: ${(error as Error).message}`);
  }
};
