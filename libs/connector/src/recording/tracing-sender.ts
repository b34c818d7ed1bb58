import { errorText } from '@twl/json';
import { ReadLimitError } from '../errors/connector-errors';
import type { Sender } from '../exchange/exchange';
import type { SecretMask } from '../secrets/secret-mask';
import { plainRequest, type Plain } from './plain-request';

/** One request and what came of it, in words that can be shown. */
export interface TracedExchange {
  method: string;
  url: string;
  /** The body that was sent, secrets taken out. */
  body?: string;
  /** Absent where no whole response came. */
  status?: number;
  bytes?: number;
  error?: string;
}

/** How many requests may still be sent, and what is said when there are none left. */
export interface RequestBudget {
  left: number;
  reason: string;
}

/** Puts something between an engine and the network that tells of every request, once it is answered, and ends the read when the budget is used up. */
export const traceExchanges =
  (told: (exchange: TracedExchange) => void, budget: RequestBudget = { left: Infinity, reason: '' }) =>
  (network: Sender, mask: SecretMask): Sender => ({
    async send(request, signal) {
      if (budget.left <= 0) throw new ReadLimitError(budget.reason);
      budget.left--;
      const plain: Plain = (text) => mask.mask(text);
      const named = () => {
        const { method, url, body } = plainRequest(request, plain);
        return { method, url, ...(body === undefined ? {} : { body }) };
      };
      try {
        const response = await network.send(request, signal);
        told({ ...named(), status: response.status, bytes: response.body.bytes });
        return response;
      } catch (error) {
        told({ ...named(), error: plain(errorText(error)) });
        throw error;
      }
    },
  });
