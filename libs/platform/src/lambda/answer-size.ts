/** What Lambda takes as the answer of a function, in bytes of its JSON: 6 MB. */
export const maxAnswerBytes = 6 * 1024 * 1024;

/** The same where a load balancer calls the function. */
export const maxBalancedBytes = 1024 * 1024;

/** Items of a list may be so long together that there is room for everything else in the answer, its headers and a cursor. */
export const maxListBytes = maxAnswerBytes - 128 * 1024;

/** Bytes of a text as a string within JSON, as Lambda counts the body of an answer: each quotation mark is two. */
export const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Whether an answer is too large. A character is at most six bytes of JSON: what is far too short for that is not counted. */
export const isTooLarge = (answer: { body?: string }, maxBytes: number): boolean =>
  (answer.body?.length ?? 0) > maxBytes / 8 && Buffer.byteLength(JSON.stringify(answer)) > maxBytes;
