import type { JsonObject } from '@twl/contracts';
import type { Builders, BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { TemplateError, type Template, type Scope } from '@twl/jinja';
import type { SourceResponse } from '../exchange/exchange';
import type { Resolution, ResponseFilter } from '../roles/roles';
import { headersForTemplates } from '../exchange/header-names';
import { isKnownStatus } from './default-resolutions';
import { errorTextOf } from '../exchange/error-text';

const actions = [
  'SUCCESS',
  'FAIL',
  'RETRY',
  'IGNORE',
  'RESET_PAGINATION',
  'RATE_LIMITED',
  'REFRESH_TOKEN_THEN_RETRY',
  'REDUCE_PAGE_SIZE',
  'SPLIT_REQUEST_WINDOW',
] as const;
const failureTypes = ['system_error', 'config_error', 'transient_error'] as const;

const readAction = <T extends string>(node: ComponentNode, name: string, known: readonly T[]): T | undefined => {
  const text = node.text(name);
  const value = known.find((one) => one === text);
  if (text !== undefined && value === undefined) throw node.error(`${name} must be one of ${known.join(', ')}`, name);
  return value;
};

const codesOf = (node: ComponentNode): Set<number> => {
  const codes = node.texts('http_codes').map(Number);
  if (!codes.every(Number.isInteger)) throw node.error('http_codes must be whole numbers', 'http_codes');
  return new Set(codes);
};

const compiled = (node: ComponentNode, name: string, { interpolator }: BuildContext): Template | undefined => {
  const text = node.text(name);
  return text ? interpolator.compile(text, node.parameters) : undefined;
};

/** A rule by status, by a template over the response, or by a part of its error text. Any one of them is enough. */
class HttpResponseFilter implements ResponseFilter {
  private readonly action: Resolution['action'] | undefined;
  private readonly failureType: Resolution['failureType'];
  private readonly codes: Set<number>;
  private readonly contains: string | undefined;
  private readonly predicate: Template | undefined;
  private readonly message: Template | undefined;

  constructor(
    node: ComponentNode,
    private readonly context: BuildContext,
  ) {
    this.action = readAction(node, 'action', actions);
    this.failureType = readAction(node, 'failure_type', failureTypes);
    this.codes = codesOf(node);
    this.contains = node.text('error_message_contains');
    this.predicate = compiled(node, 'predicate', context);
    this.message = compiled(node, 'error_message', context);
  }

  async match({ response }: Parameters<ResponseFilter['match']>[0]): Promise<Resolution | undefined> {
    if (!this.action || !response || !(await this.applies(response))) return undefined;
    const known = isKnownStatus(response.status);
    return {
      action: this.action,
      failureType: (this.action === 'FAIL' ? this.failureType : undefined) ?? known?.failureType ?? 'system_error',
      message: (await this.describe(response)) || (known?.message ?? `HTTP ${response.status}`),
    };
  }

  private async applies(response: SourceResponse): Promise<boolean> {
    if (this.codes.has(response.status)) return true;
    if (this.predicate?.test(await this.scopeFor(response, this.predicate))) return true;
    if (!this.contains) return false;
    return (await errorTextOf(response))?.includes(this.contains) ?? false;
  }

  private async describe(response: SourceResponse): Promise<string> {
    if (!this.message) return '';
    const scope = await this.scopeFor(response, this.message);
    try {
      return this.message.text(scope);
    } catch (error) {
      // The message reads a field that this response does not have; the action is clear anyway.
      if (error instanceof TemplateError) return '';
      throw error;
    }
  }

  private async scopeFor(response: SourceResponse, template: Template): Promise<Scope> {
    const values: JsonObject = { headers: headersForTemplates(response.headers, [template.source]) };
    if (template.reads.has('response')) values['response'] = (await response.json()) ?? {};
    return this.context.scope(values);
  }
}

/** Builders of the rules of an error handler. */
export const responseFilters = {
  HttpResponseFilter: (node, context) => new HttpResponseFilter(node, context),
} satisfies Builders<'responseFilter'>;
