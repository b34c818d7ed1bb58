import type { Reason } from '@twl/contracts';

/** What a reason is called, and what it means. */
export interface ReasonText {
  label: string;
  meaning: string;
}

export const reasonTexts: Record<Reason, ReasonText> = {
  UNPARSABLE: { label: 'Not readable', meaning: 'The response could not be parsed in the format that the source declares' },
  SHAPE: { label: 'Wrong shape', meaning: 'The response or the record does not have the declared shape' },
  TRUNCATED: { label: 'Truncated', meaning: 'The response was cut off' },
  ENCODING: { label: 'Bad encoding', meaning: 'The bytes are not valid text' },
  TOO_LARGE: { label: 'Too large', meaning: 'It is larger than what is accepted' },
  TOO_DEEP: { label: 'Too deep', meaning: 'It is nested deeper than what is accepted' },
  KEY_MISSING: { label: 'Key missing', meaning: 'The record lacks its primary key' },
  KEY_INVALID: { label: 'Key invalid', meaning: 'The primary key is not a plain value' },
  KEY_TOO_LONG: { label: 'Key too long', meaning: 'The primary key is longer than what is accepted' },
  CONTRACT: { label: 'Contract violation', meaning: 'The record violates the data contract of the stream' },
  TRANSFORM: { label: 'Transformation failed', meaning: 'A transformation of the manifest could not be applied' },
  RAW_MISSING: { label: 'Raw missing', meaning: 'The stored page is missing' },
  RAW_CORRUPT: { label: 'Raw corrupt', meaning: 'The stored page is damaged' },
  UNPROCESSABLE: { label: 'Unprocessable', meaning: 'It could not be processed after several attempts' },
};
