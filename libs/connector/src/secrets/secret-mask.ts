import type { Payload } from '@twl/ports';
import { ByteMask } from './byte-mask';
import { maskPayload, type MaskedBody } from './masked-body';
import { needlesOf } from './needle';
import { NeedleFinder } from './needle-finder';
import { inData, starsFor, type WritingOver } from './writing-over';

/** Shorter ones would be found in words that have nothing to do with them. */
const shortest = { inTexts: 4, inBodies: 8 };
/** Tokens that are made for one request each: so many of the last ones are known. */
const mostPassing = 200;

const textFinder = (): NeedleFinder => new NeedleFinder(shortest.inTexts);
const bodyFinder = (): NeedleFinder => new NeedleFinder(6);

/** Returns true if a secret is too short to be removed from responses. */
export const isShort = (value: string): boolean => value.trim().length < shortest.inBodies;

/** Knows secrets, and masks them in texts and bodies in every spelling. */
export class TextMask implements SecretMask {
  private readonly values = new Map<string, SecretTraits>();
  private texts = textFinder();
  private bodies = bodyFinder();
  private passing = 0;

  add(value: string, traits: SecretTraits = {}): void {
    const text = value.trim();
    if (text.length < shortest.inTexts || this.values.has(text)) return;
    this.values.set(text, traits);
    this.learn(text, traits);
    if (traits.isPassing && ++this.passing > mostPassing) this.forget();
  }

  mask(text: string): string {
    return written(text, this.texts, starsFor);
  }

  maskData(text: string): string {
    return written(text, this.bodies, inData);
  }

  /** Replaces each secret of the text by the result of `name` for its spelling. */
  replace(text: string, name: (secret: string) => string): string {
    return written(text, this.texts, ({ bytes }) => Buffer.from(name(Buffer.from(bytes).toString())));
  }

  /** @returns undefined where no secret is in it */
  async maskBody(body: Payload, how: MaskedBody): Promise<Payload | undefined> {
    return this.bodies.isEmpty ? undefined : maskPayload(body, this.bodies, how);
  }

  /** The secrets that have a name, by it. */
  get named(): ReadonlyMap<string, string> {
    return new Map([...this.values].flatMap(([value, { name }]) => (name === undefined ? [] : [[name, value]])));
  }

  /** Returns a mask of the named secrets only: they are known from the beginning, whatever the source did since. */
  onlyNamed(): TextMask {
    const mask = new TextMask();
    for (const [name, value] of this.named) mask.add(value, { name });
    return mask;
  }

  private learn(text: string, { isOnlyInTexts = false }: SecretTraits): void {
    for (const needle of needlesOf(text)) {
      this.texts.add(needle);
      if (!isOnlyInTexts && !isShort(text)) this.bodies.add(needle);
    }
  }

  /** Half of the passing ones, the oldest first. */
  private forget(): void {
    for (const [value, { isPassing }] of this.values) {
      if (this.passing <= mostPassing / 2) break;
      if (isPassing && this.values.delete(value)) this.passing--;
    }
    this.texts = textFinder();
    this.bodies = bodyFinder();
    for (const [value, traits] of this.values) this.learn(value, traits);
  }
}

const written = (text: string, finder: NeedleFinder, instead: WritingOver): string => {
  if (finder.isEmpty) return text;
  const mask = new ByteMask(finder, instead);
  const parts = mask.end(Buffer.from(text));
  return mask.found ? Buffer.concat(parts).toString() : text;
};
/** Texts that must never be shown. Code that obtains a secret (a fetched token) adds it. */
export interface SecretMask {
  add(value: string, traits?: SecretTraits): void;
  /** A text for a person with every secret, in whatever spelling, replaced by `***`. */
  mask(text: string): string;
  /** Masks data: JSON stays JSON, and secrets too short to differ from words stay. */
  maskData(text: string): string;
}
/** What is known of a secret besides its value. */
export interface SecretTraits {
  /** The name of the secret in the store. */
  name?: string;
  /** One of many that are made for a request each. */
  isPassing?: boolean;
  /** It may be an ordinary word: records that have it in them keep it. */
  isOnlyInTexts?: boolean;
}
