import type { SecretMask } from '../component/exchange';

const shortest = 4;

/** Takes secrets out of texts, in every form they travel in: plain, URL-encoded, base64 and inside JSON. */
export class TextMask implements SecretMask {
  private readonly forms = new Set<string>();
  private pattern: RegExp | undefined;

  add(value: string): void {
    if (value.length < shortest) return;
    const before = this.forms.size;
    const json = JSON.stringify(value).slice(1, -1);
    for (const form of [value, json, ...encoded(value), ...base64(value)]) this.forms.add(form);
    if (this.forms.size > before) this.pattern = undefined;
  }

  mask(text: string): string {
    if (this.forms.size === 0) return text;
    this.pattern ??= new RegExp(
      [...this.forms]
        .sort((a, b) => b.length - a.length)
        .map(escapeText)
        .join('|'),
      'g',
    );
    return text.replace(this.pattern, '***');
  }
}

const encoded = (value: string): string[] => {
  const url = encodeURIComponent(value.toWellFormed());
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  const strict = url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [url, form, strict, strict.replaceAll('%20', '+')];
};

/** The whole value, and its middle at each of the three places it can have inside a longer base64 text. */
const base64 = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, text.length - 1);
  });
  return [...shifted, ...shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))].filter((text) => text.length >= 6);
};

const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
