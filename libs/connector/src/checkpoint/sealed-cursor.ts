import type { Json } from '@twl/contracts';
import { visitTexts } from '../document/each-text';
import type { Resume } from './read-state';
import type { TextMask } from '../secrets/secret-mask';

const mark = '{secret:';
const marks = /\{secret:([^{}:]*):([^{}:]*)\}/g;
/** Placeholder for a secret without a name, or in a form that cannot be written again. */
const lost = `${mark}?:}`;

const strictKeys = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The ways in which a secret is written in an address, by their names in a sealed cursor. */
const ways: Record<string, (value: string) => string> = {
  plain: (value) => value,
  component: encodeURIComponent,
  strict: strictKeys,
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
  spaces: (value) => strictKeys(value).replaceAll('%20', '+'),
  address: encodeURI,
  path: (value) => value.replace(/[/?#]/g, encodeURIComponent),
};
const lower = (text: string): string => text.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
const allWays = new Map(
  Object.entries(ways).flatMap(([name, write]): [string, (value: string) => string][] => [
    [name, write],
    [`${name}-lower`, (value) => lower(write(value))],
  ]),
);

/**
 * Cursors as they can be stored and shown: a secret, which the URL of a next page may contain, is replaced by its name and its spelling, so
 * that the next run can restore it.
 */
export class SealedCursor {
  constructor(private readonly secrets: TextMask) {}

  seal(cursor: Json): Json {
    const text = JSON.stringify(cursor, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    if (!text.includes(mark) && this.secrets.mask(text) === text) return cursor;
    return visitTexts(cursor, (part) => this.secrets.replace(part.replaceAll(mark, `${mark}:}`), (found) => this.nameOf(found)));
  }

  /** The state with its secrets; one that is lost stays sealed. */
  unsealState(state: Json): Json {
    return visitTexts(state, (text) => this.unsealed(text) ?? text);
  }

  /** The places whose secrets are all known: the slices of others restart. */
  unsealResume(resume: Resume): Resume {
    const resumePoints = resume.resumePoints.flatMap((point) => {
      let isWhole = true;
      const opened = visitTexts(point as unknown as Json, (text) => {
        const value = this.unsealed(text);
        isWhole &&= value !== undefined;
        return value ?? text;
      });
      return isWhole ? [opened as unknown as Resume['resumePoints'][number]] : [];
    });
    return { ...resume, resumePoints };
  }

  private nameOf(found: string): string {
    for (const [name, value] of this.secrets.named)
      for (const [way, write] of allWays) if (/^[^{}:?]+$/.test(name) && write(value) === found) return `${mark}${name}:${way}}`;
    return lost;
  }

  private unsealed(text: string): string | undefined {
    let isWhole = true;
    const opened = text.replace(marks, (_mark, name: string, way: string) => {
      if (name === '' && way === '') return mark;
      const value = this.secrets.named.get(name);
      const write = allWays.get(way);
      if (value !== undefined && write) return write(value);
      isWhole = false;
      return '';
    });
    return isWhole ? opened : undefined;
  }
}
