const secretName = /authori[sz]ation|password|passwd|secret|token|api[-_]?key|access[-_]?key|cookie|credential|private[-_]?key/i;
const secretInUrl = /([?&;][^=&\s]*(?:password|secret|token|key|signature|auth|code)[^=&\s]*=)[^&\s"'#]+/gi;
const userInUrl = /(\w:\/\/)[^/\s@:]+(?::[^/\s@]*)?@/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/-]+=*/gi;

const hidden = '[redacted]';

/** Maximum length of a text in the log; longer ones are slow to search and not useful. */
const maxLength = 8192;

/** Redacts what looks like a secret in URLs, parameters and authorization values; cuts the text to 8,192 characters. */
export function redactText(text: string): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
  return cut.replace(secretInUrl, `$1${hidden}`).replace(userInUrl, `$1${hidden}@`).replace(bearer, `$1 ${hidden}`);
}

/** Redacts a field of a log line; completely if its name is that of a secret. */
export function redactField<T>(name: string, value: T): T | string {
  if (value !== undefined && value !== null && secretName.test(name)) return hidden;
  return typeof value === 'string' ? redactText(value) : value;
}
