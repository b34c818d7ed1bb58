const secretName = /authori[sz]ation|password|passwd|secret|token|api[-_]?key|access[-_]?key|cookie|credential|private[-_]?key/i;
const secretInUrl = /([?&;][^=&\s]*(?:password|secret|token|key|signature|auth|code)[^=&\s]*=)[^&\s"'#]+/gi;
const userInUrl = /(\w:\/\/)[^/\s@:]+(?::[^/\s@]*)?@/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/-]+=*/gi;

const hidden = '[redacted]';

/** A text without what looks like a secret: passwords in addresses, tokens in parameters, authorization values. */
export function redactText(text: string): string {
  return text.replace(secretInUrl, `$1${hidden}`).replace(userInUrl, `$1${hidden}@`).replace(bearer, `$1 ${hidden}`);
}

/** A field of a log line, hidden when its name is that of a secret. */
export function redactField<T>(name: string, value: T): T | string {
  if (value !== undefined && value !== null && secretName.test(name)) return hidden;
  return typeof value === 'string' ? redactText(value) : value;
}
