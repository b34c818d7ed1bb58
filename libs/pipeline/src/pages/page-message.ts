import { pageIdOf, type PageMessage } from '@twl/contracts';
import type { Clock, PageEntry } from '@twl/ports';

const hex = (digits: number, clock: Clock): string =>
  Array.from({ length: digits }, () => Math.floor(clock.random() * 16).toString(16)).join('');

/** Starts a trace: the first half of a version 00 trace context, https://www.w3.org/TR/trace-context/#traceparent-header. */
export const newTrace = (clock: Clock): string => `00-${hex(32, clock)}`;

/** The trace context of one step of a trace. */
export const newSpan = (trace: string, clock: Clock): string => `${trace}-${hex(16, clock)}-01`;

/** The message that points at a stored page. */
export const messageOf = (page: Omit<PageEntry, 'status' | 'next' | 'counts'>, traceparent: string): PageMessage => ({
  v: 2,
  ...pageIdOf(page),
  key: page.key,
  sha256: page.sha256,
  bytes: page.bytes,
  fetchedAt: page.fetchedAt,
  traceparent,
});

/** The message of a page that is sent again, with a trace of its own. */
export const newDeliveryOf = (page: Parameters<typeof messageOf>[0], clock: Clock): PageMessage =>
  messageOf(page, newSpan(newTrace(clock), clock));
