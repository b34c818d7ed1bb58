import type { JsonObject, Json } from '@twl/contracts';
/** Puts values into the copy of a stream template. */
export type ComponentMapping = (template: JsonObject, values: Readonly<Record<string, Json>>) => void;
/** Finds the streams that a template stands for. */
export interface ComponentsResolver {
  /** One set of values per stream. @throws what reading throws, where the values come over the network */
  values(): AsyncIterable<Readonly<Record<string, Json>>>;
  readonly mappings: ComponentMapping[];
  /** The values come from the source itself, over the network. */
  readonly asks: boolean;
}
