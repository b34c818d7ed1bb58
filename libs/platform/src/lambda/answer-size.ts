/** Maximum response of a Lambda function, in bytes of its JSON: 6 MB. */
export const maxResponseBytes = 6 * 1024 * 1024;

/** Maximum response of a Lambda function behind a load balancer. */
export const maxBalancerResponseBytes = 1024 * 1024;

/** Maximum size of the items of a list; leaves room for the rest of the response, its headers and a cursor. */
export const maxListBytes = maxResponseBytes - 128 * 1024;

/** Counts the bytes of a text as a JSON string, as Lambda counts a response body: a quotation mark takes two. */
export const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Returns true if a response is too large. A character takes at most six bytes of JSON, so short texts are not counted. */
export const isTooLarge = (response: { body?: string }, maxBytes: number): boolean =>
  (response.body?.length ?? 0) > maxBytes / 8 && Buffer.byteLength(JSON.stringify(response)) > maxBytes;
