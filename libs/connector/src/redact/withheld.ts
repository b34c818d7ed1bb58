/** Stands in the place of text that could not be read, and so could not be cleaned. It is no JSON, so that the page or line is refused. */
export const withheld = '(withheld: not JSON, so that the fields to redact could not be found)';
