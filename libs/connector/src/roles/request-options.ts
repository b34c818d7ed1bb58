import type { Json, JsonObject } from '@twl/contracts';
import type { Scope } from '@twl/jinja';

/** What one part of a stream adds to a request. */
export interface RequestOptions {
  params: JsonObject;
  headers: JsonObject;
  bodyData: JsonObject | string;
  bodyJson: JsonObject;
}
/** Options with nothing in them. */
export const noOptions = (): RequestOptions => ({ params: {}, headers: {}, bodyData: {}, bodyJson: {} });
/** Injects one value (a page token, a date) where the manifest says. */
export interface OptionInjector {
  inject(options: RequestOptions, value: Json, scope: Scope): void;
}
