import type { Clock } from '@twl/ports';
import type { TextMask } from '../secrets/secret-mask';
import { RunCookies } from '../exchange/run-cookies';
import { noEvents } from './event-channel';
import { ReadSession } from './read-session';

const budgetMs = 60_000;

/** Creates a session for reads besides a stream's own pages: names of dynamic streams, properties, schemas. Nothing of it is stored. */
export const auxiliarySession = (context: { clock: Clock; secrets: TextMask }, signal = new AbortController().signal): ReadSession =>
  new ReadSession({ budgetMs, previous: () => undefined, signal, cookies: new RunCookies(context.secrets) }, context.clock, noEvents);
