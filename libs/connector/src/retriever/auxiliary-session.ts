import type { BuildContext } from '../component/build-context';
import { ReadSession } from './read-session';

const budgetMs = 60_000;

/** A session for what is read beside a stream's own pages: names of dynamic streams, properties, schemas. Nothing of it is stored. */
export const auxiliarySession = (context: Pick<BuildContext, 'clock' | 'secrets'>, signal = new AbortController().signal): ReadSession =>
  new ReadSession({ budgetMs, previous: () => undefined, signal, secrets: context.secrets }, context.clock, async () => {});
