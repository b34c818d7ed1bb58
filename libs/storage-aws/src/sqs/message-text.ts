/** Encodes a body as the text of a message. SQS accepts only the characters of XML; JSON escapes all others but two by itself. */
export const messageText = (body: unknown): string =>
  JSON.stringify(body).replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** Decodes the body of a received message; text that is not JSON stays unchanged, for validation. */
export const bodyOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return text;
  }
};

/** Returns the trace context of a body that has one. */
export const traceOf = (body: unknown): string | undefined => {
  const trace = typeof body === 'object' && body !== null && 'traceparent' in body ? body.traceparent : undefined;
  return typeof trace === 'string' && trace !== '' ? trace : undefined;
};
