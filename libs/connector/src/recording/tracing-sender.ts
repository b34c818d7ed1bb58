import { errorText } from '@twl/json';
import { ReadLimitError } from '../errors/connector-errors';
import type { Sender } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { toPlainRequest, type Plain } from './plain-request';

/** One request and its result, in words without secrets. */
export interface TracedExchange {
  method: string;
  url: string;
  /** The body that was sent, without secrets. */
  body?: string;
  /** Absent where no whole response came. */
  status?: number;
  bytes?: number;
  error?: string;
}

/** Number of requests that may still be sent, and the message when there are none left. */
export interface RequestBudget {
  remaining: number;
  reason: string;
}

/** Returns a wrapper that reports every request after its response, and ends the read when the budget is used up. */
export const traceExchanges =
  (report: (exchange: TracedExchange) => void, budget: RequestBudget = { remaining: Infinity, reason: '' }) =>
  (network: Sender, mask: SecretMask): Sender => ({
    async send(request, signal) {
      if (budget.remaining <= 0) throw new ReadLimitError(budget.reason);
      budget.remaining--;
      const cleanText: Plain = (text) => mask.mask(text);
      const nameRequest = () => {
        const { method, url, body } = toPlainRequest(request, cleanText);
        return { method, url, ...(body === undefined ? {} : { body }) };
      };
      try {
        const response = await network.send(request, signal);
        report({ ...nameRequest(), status: response.status, bytes: response.body.bytes });
        return response;
      } catch (error) {
        report({ ...nameRequest(), error: cleanText(errorText(error)) });
        throw error;
      }
    },
  });
