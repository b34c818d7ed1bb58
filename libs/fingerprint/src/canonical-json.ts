import type { Json } from '@twl/contracts';
import { CanonicalWriter } from './canonical-writer';
import { createPosition } from './position';

const writer = new CanonicalWriter(createPosition([]));

/**
 * Returns the canonical JSON (RFC 8785) of a value: keys by UTF-16 code units, numbers as ECMAScript writes them, -0 as 0. In addition to
 * the RFC, a bigint is written with all its digits and a lone surrogate as `\udXXX`.
 * @throws CanonicalJsonError if the value is nested too deeply or holds a number that JSON cannot express
 */
export const toCanonicalJson = (value: Json): string => writer.write(value);
