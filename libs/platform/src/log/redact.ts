const secretName = /authori[sz]ation|password|passwd|secret|token|api[-_]?key|access[-_]?key|cookie|credential|private[-_]?key/i;
const secretInUrl = /([?&;][^=&\s]*(?:password|secret|token|key|signature|auth|code)[^=&\s]*=)[^&\s"'#]+/gi;
const userInUrl = /(\w:\/\/)[^/\s@:]+(?::[^/\s@]*)?@/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/-]+=*/gi;

const hidden = '[redacted]';

/** More of one text tells a reader of the log nothing, and would cost time to search. */
const longest = 8192;

/** A text, cut to 8,192 characters, without what looks like a secret: in addresses, parameters and authorization values. */
export function redactText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}...` : text;
  return cut.replace(secretInUrl, `$1${hidden}`).replace(userInUrl, `$1${hidden}@`).replace(bearer, `$1 ${hidden}`);
}

/** A field of a log line, hidden when its name is that of a secret. */
export function redactField<T>(name: string, value: T): T | string {
  if (value !== undefined && value !== null && secretName.test(name)) return hidden;
  return typeof value === 'string' ? redactText(value) : value;
}
