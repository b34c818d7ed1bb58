/** What is known of an overwritten needle. */
interface Written {
  /** As it is written there. */
  bytes: Uint8Array;
  /** Only digits. */
  isNumber: boolean;
  /** A quote is directly before it. */
  isQuoted: boolean;
}

/** Returns the replacement of a needle. */
export type WritingOver = (written: Written) => Uint8Array;

const stars = Buffer.from('***');
const zero = Buffer.from('0');

/** For texts that a person reads. */
export const starsFor: WritingOver = () => stars;

/** For data: a number stays one, so that JSON stays JSON. */
export const inData: WritingOver = ({ isNumber, isQuoted }) => (isNumber && !isQuoted ? zero : stars);

/** For data whose parts have known ends: all bytes keep their positions. */
export const withSameLength: WritingOver = ({ bytes, isNumber, isQuoted }) =>
  isNumber && !isQuoted ? Buffer.from('0'.padEnd(bytes.length)) : Buffer.alloc(bytes.length, '*');
