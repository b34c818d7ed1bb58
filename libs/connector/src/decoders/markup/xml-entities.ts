import { decodeHTMLStrict } from 'entities';

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** A text with its characters that are written by name or number: the names of XML and, as feeds have them, of HTML. An unknown one stays as it is. */
export const resolveEntities = (text: string): string =>
  text.includes('&') ? text.replace(/&(#x[\da-fA-F]{1,6}|#\d{1,7}|\w{1,40});/g, (whole, entity: string) => charOf(entity) ?? whole) : text;

const charOf = (entity: string): string | undefined => {
  if (!entity.startsWith('#')) {
    if (Object.hasOwn(named, entity)) return named[entity];
    const whole = `&${entity};`;
    const char = decodeHTMLStrict(whole);
    return char === whole ? undefined : char;
  }
  const code = entity.startsWith('#x') ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
};

const special = /&(?!(?:#x[\da-fA-F]{1,6}|#\d{1,7}|\w{1,40});)|<!\[CDATA\[/g;

/** Escapes each `&` that does not start an entity; CDATA stays unchanged. */
export const withEscapedAmpersands = (text: string): string => {
  const parts: string[] = [];
  let kept = 0;
  special.lastIndex = 0;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    if (found[0] === '&') {
      parts.push(text.slice(kept, found.index), '&amp;');
      kept = found.index + 1;
    } else {
      const end = text.indexOf(']]>', special.lastIndex);
      if (end < 0) break;
      special.lastIndex = end;
    }
  }
  return parts.join('') + text.slice(kept);
};
