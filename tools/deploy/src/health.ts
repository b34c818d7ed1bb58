import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailed } from './commands';

/** How long a new API is waited for, ms: a first answer may take some seconds, a new address some more. */
const patienceMs = 90_000;

/** Asks until the API says that it is ready; gives what it says. @throws StepFailed */
export const readiness = async (apiUrl: string, waitMs = patienceMs): Promise<string> => {
  const url = `${apiUrl}/health/ready`;
  for (const end = Date.now() + waitMs; ;) {
    let last: string;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) });
      last = `${answer.status} ${await answer.text()}`;
      if (answer.ok) return last;
    } catch (error) {
      const { message, cause } = error as Error;
      last = [message, (cause as Error | undefined)?.message].filter(Boolean).join(': ');
    }
    if (Date.now() > end) throw new StepFailed(`${url} is not ready: ${last}`);
    await sleep(2000);
  }
};
