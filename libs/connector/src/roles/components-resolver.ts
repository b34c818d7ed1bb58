import type { JsonObject, Json } from '@twl/contracts';
/** Puts values into the copy of a stream template. */
export type ComponentMapping = (template: JsonObject, values: Readonly<Record<string, Json>>) => void;
/** Finds the streams of a template. */
export interface ComponentsResolver {
  /** Returns one set of values per stream. @throws the errors of reading, if the values come from the network */
  values(): AsyncIterable<Readonly<Record<string, Json>>>;
  readonly mappings: ComponentMapping[];
  /** The values come from the source itself, over the network. */
  readonly asks: boolean;
}
