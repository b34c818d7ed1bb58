import type { JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Scope } from '@twl/jinja';
import { createPageTask } from '../roles/retriever';
import { RunCookies } from '../exchange/run-cookies';
import { noEvents } from '../session/event-channel';
import { ReadSession } from '../session/read-session';
import { wholeStream } from '../roles/slice';

/** How long asking a source for its fields may take, ms. */
const budgetMs = 10 * 60_000;

/** Reads with a retriever until there is a record; undefined if there is none. */
export const readFirstRecord = (node: ComponentNode, context: BuildContext) => {
  const own = context.with({ stream: 'dynamic_properties', selection: { transformations: [] }, redaction: undefined });
  const retriever = own.build('retriever', node);
  return async (scope: Scope, signal: AbortSignal = new AbortController().signal): Promise<JsonObject | undefined> => {
    const session = new ReadSession(
      { budgetMs, previous: () => undefined, signal, cookies: new RunCookies(context.secrets) },
      context.clock,
      noEvents,
    );
    for await (const page of retriever.read(createPageTask(session, wholeStream))) {
      for await (const items of retriever.select({ body: page.body, headers: page.headers, scope })) {
        const record = items.find(({ kind }) => kind === 'record');
        if (record?.kind === 'record') return record.data;
      }
    }
    return undefined;
  };
};
