export { toCanonicalJson } from './canonical-json';
export { maxDepth } from './canonical-writer';
export { CanonicalJsonError, FieldPathError, FingerprintAlgorithmError } from './errors';
export { createFingerprint, computeFingerprint, type FingerprintAlgorithm, type FingerprintOptions } from './fingerprint';
export { parseFieldPath } from './field-path';
