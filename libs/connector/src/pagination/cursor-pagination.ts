import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { Template, Scope } from '@twl/jinja';
import { isFalsy } from '../document/falsy';
import { headersForTemplates } from '../exchange/header-names';
import type { PaginationStrategy, PageFacts } from '../roles/paging';
import { reverseFlags } from './opposite-flags';
import { buildPageSize } from './page-size';

/**
 * Finds the token of the next page by a template over the response, its headers or its last record. The number 0 is the end, unless a stop
 * condition decides; as text it is a token like any other.
 */
export const buildCursorPagination = (node: ComponentNode, context: BuildContext): PaginationStrategy => {
  const cursor = context.interpolator.compile(node.required('cursor_value'), node.parameters, { exact: true });
  const stopText = node.text('stop_condition');
  const stop = stopText === undefined ? undefined : context.interpolator.compile(stopText, node.parameters);
  const readsResponse = cursor.reads.has('response') || (stop?.reads.has('response') ?? false);
  const sources = [cursor.source, stop?.source ?? ''];
  const pageSize = buildPageSize(node, context)?.(context.scope());
  if (pageSize === undefined) refuseUnboundSize(node, { cursor_value: cursor, stop_condition: stop });
  const scopeOf = async (page: PageFacts, outer: Scope) =>
    context.scope({
      ...outer.values,
      ...(pageSize === undefined ? {} : { page_size: page.reducedSize ?? pageSize }),
      response: readsResponse ? await page.document() : {},
      headers: headersForTemplates(page.headers, sources),
      last_record: page.lastRecord,
      last_page_size: page.records,
      last_page_token_value: page.token,
    });
  return {
    initial: null,
    readsHeaders: cursor.reads.has('headers') || (stop?.reads.has('headers') ?? false),
    pageSize,
    async next(page, outer) {
      const scope = await scopeOf(page, outer);
      if (stop?.test(scope)) return null;
      const token = cursor.value(scope);
      if (!isFalsy(token) || (token === 0 && stop)) return token;
      if (stop && saysMore(stop, scope)) page.cutShort?.('but has no page token for it');
      return null;
    },
  };
};

/** Returns true if a stop condition that is false would be true with the opposite flags of the response. */
const saysMore = (stop: Template, scope: Scope): boolean => {
  const response = reverseFlags(scope.values['response'] ?? null);
  return stop.reads.has('response') && stop.test({ ...scope, values: { ...scope.values, response } });
};

/** A comparison with a size that is not there would end the paging after one page. */
const refuseUnboundSize = (node: ComponentNode, templates: Record<string, Template | undefined>): void => {
  for (const [name, template] of Object.entries(templates))
    if (template?.reads.has('page_size'))
      throw node.error(`${name} reads page_size, but the pagination_strategy has none (declare page_size there)`, name);
};
