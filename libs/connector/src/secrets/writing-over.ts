/** What is known of a needle that is written over. */
interface Written {
  /** As it stands there. */
  bytes: Uint8Array;
  /** Of digits alone. */
  isNumber: boolean;
  /** A quote stands right before it. */
  isQuoted: boolean;
}

/** What is to stand in the place of a needle. */
export type WritingOver = (written: Written) => Uint8Array;

const stars = Buffer.from('***');
const zero = Buffer.from('0');

/** For texts that a person reads. */
export const withStars: WritingOver = () => stars;

/** For data: a number stays one, so that JSON stays JSON. */
export const inData: WritingOver = ({ isNumber, isQuoted }) => (isNumber && !isQuoted ? zero : stars);

/** For data of which it is known where its parts end: all bytes stay where they are. */
export const inPlace: WritingOver = ({ bytes, isNumber, isQuoted }) =>
  isNumber && !isQuoted ? Buffer.from('0'.padEnd(bytes.length)) : Buffer.alloc(bytes.length, '*');
