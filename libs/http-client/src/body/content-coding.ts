import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import type { Transform } from 'node:stream';

/** Creates the stream that decodes one coding. */
type Decoder = () => Transform;

const options = { chunkSize: 64 * 1024 };
const gunzip: Decoder = () => createGunzip(options);
const inflate: Decoder = () => createInflate(options);
const inflateRaw: Decoder = () => createInflateRaw(options);
const brotli: Decoder = () => createBrotliDecompress(options);
const zstd: Decoder = () => createZstdDecompress({ ...options, params: { [constants.ZSTD_d_windowLogMax]: 27 } });

/** Number of bytes that the choice of a decoder looks at. */
export const probeBytes = 1024;

const firstByte = (probe: Buffer): number => probe[0] ?? 0;
const startsWith = (probe: Buffer, ...bytes: number[]): boolean => bytes.every((byte, index) => probe[index] === byte);
const isGzip = (probe: Buffer): boolean => startsWith(probe, 0x1f, 0x8b);
const isZstd = (probe: Buffer): boolean =>
  startsWith(probe, 0x28, 0xb5, 0x2f, 0xfd) || (firstByte(probe) >> 4 === 5 && startsWith(probe.subarray(1), 0x2a, 0x4d, 0x18));
const isZlib = (probe: Buffer): boolean => probe.length > 1 && (firstByte(probe) & 0x8f) === 8 && probe.readUInt16BE(0) % 31 === 0;
const isCompress = (probe: Buffer): boolean => startsWith(probe, 0x1f, 0x9d);

const maxOutputLength = 64 * 1024;
const outputTooLong = 'ERR_BUFFER_TOO_LARGE';

/** Returns true if a decoder accepts the first bytes; it must reach its end only if they are the whole body. */
const acceptsBytes = (probe: Buffer, decode: (partial: boolean) => Buffer): boolean => {
  try {
    return decode(probe.length >= probeBytes).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === outputTooLong;
  }
};
const flushZlib = (partial: boolean) => ({ maxOutputLength, ...(partial && { finishFlush: constants.Z_SYNC_FLUSH }) });
const flushBrotli = (partial: boolean) => ({ maxOutputLength, ...(partial && { finishFlush: constants.BROTLI_OPERATION_FLUSH }) });
const isInflatable = (probe: Buffer): boolean => isZlib(probe) && acceptsBytes(probe, (partial) => inflateSync(probe, flushZlib(partial)));
const isRawDeflate = (probe: Buffer): boolean => acceptsBytes(probe, (partial) => inflateRawSync(probe, flushZlib(partial)));
const isBrotli = (probe: Buffer): boolean => acceptsBytes(probe, (partial) => brotliDecompressSync(probe, flushBrotli(partial)));

/** Returns true if there is no control character that text does not contain. */
const isText = (probe: Buffer): boolean => probe.every((byte) => byte > 0x1f || byte === 0x09 || byte === 0x0a || byte === 0x0d);

const findBySignature = (probe: Buffer): Decoder | undefined => {
  if (isGzip(probe)) return gunzip;
  return isZstd(probe) ? zstd : undefined;
};

const gzipDecoder = (probe: Buffer): Decoder | undefined => {
  if (isInflatable(probe)) return inflate;
  return isText(probe) ? undefined : gunzip;
};

const deflateDecoder = (probe: Buffer): Decoder | undefined => {
  if (isZlib(probe)) return inflate;
  return isText(probe) && !isRawDeflate(probe) ? undefined : inflateRaw;
};

const decoderByLabel: Record<string, (probe: Buffer) => Decoder | undefined> = {
  gzip: gzipDecoder,
  'x-gzip': gzipDecoder,
  gz: gzipDecoder,
  deflate: deflateDecoder,
  br: (probe) => (isText(probe) && !isBrotli(probe) ? undefined : brotli),
  zstd: (probe) => (isText(probe) ? undefined : zstd),
};

/** Codings that a request accepts. */
export const acceptedCodings = 'gzip, deflate, br, zstd';

/** Returns the decoder for a body labelled with a coding, chosen by its first bytes; undefined if the bytes are not encoded. */
export const chooseDecoder = (coding: string, probe: Buffer): Decoder | undefined | 'unsupported' => {
  const signed = findBySignature(probe);
  if (signed) return signed;
  const decoderOf = Object.hasOwn(decoderByLabel, coding) ? decoderByLabel[coding] : undefined;
  if (decoderOf) return decoderOf(probe);
  return isCompress(probe) ? 'unsupported' : undefined;
};
