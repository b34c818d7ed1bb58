/** A body as the text of a message. SQS takes the characters of XML alone; JSON escapes all others but two by itself. */
export const messageText = (body: unknown): string =>
  JSON.stringify(body).replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** The body of a message as received; a text that is no JSON stays what it is, for whoever validates it. */
export const bodyOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return text;
  }
};

/** The trace context of a body that has one. */
export const traceOf = (body: unknown): string | undefined => {
  const trace = typeof body === 'object' && body !== null && 'traceparent' in body ? body.traceparent : undefined;
  return typeof trace === 'string' && trace !== '' ? trace : undefined;
};
