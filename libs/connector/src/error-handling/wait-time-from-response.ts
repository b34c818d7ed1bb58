import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { TemplateError } from '@twl/jinja';
import type { SourceResponse, ExchangeResult } from '../exchange/exchange';
import type { Backoff } from '../roles/roles';
import { headersForTemplates } from '../exchange/header-names';
import { parseResetTime } from '../time/reset-time';
import { buildLongestWait } from './longest-wait';

const readable = ['config', 'response', 'headers', 'parameters'];

/** Waits as a template over the response says, in seconds; an invalid value leaves it to the next strategy. */
export const buildWaitTimeFromResponse = (node: ComponentNode, context: BuildContext): Backoff => {
  const template = context.interpolator.compile(node.required('wait_time_in_seconds'), node.parameters);
  const unknown = [...template.reads].filter((name) => !readable.includes(name));
  if (unknown.length > 0)
    throw node.error(`wait_time_in_seconds cannot read ${unknown.join(', ')} (only ${readable.join(', ')})`, 'wait_time_in_seconds');
  const capped = buildLongestWait(node, context);
  const bodies = new WeakMap<SourceResponse, Json>();
  /** Beyond the language: a time is understood too. */
  const waitMs = ({ response }: ExchangeResult): number => {
    const headers = headersForTemplates(response?.headers ?? {}, [template.source]);
    const value = template.value(context.scope({ response: (response && bodies.get(response)) ?? {}, headers }));
    const now = context.clock.now();
    return typeof value === 'number' || typeof value === 'string' ? (parseResetTime(String(value), now) ?? now) - now : 0;
  };
  return {
    async prepare({ response }) {
      if (response && template.reads.has('response')) bodies.set(response, (await response.json()) ?? {});
    },
    wait(outcome) {
      const ms = tryTemplate(() => waitMs(outcome));
      return Number.isFinite(ms) && ms > 0 ? capped(ms) : undefined;
    },
  };
};

/** The strategy sees every response that fails, also those of another shape than the template is written for. */
const tryTemplate = (evaluate: () => number): number => {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof TemplateError) return Number.NaN;
    throw error;
  }
};
