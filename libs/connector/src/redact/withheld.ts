/** Replaces text that could not be parsed, and so could not be redacted. It is not JSON, so that the page or line is refused. */
export const withheld = '(withheld: not JSON, so that the fields to redact could not be found)';
