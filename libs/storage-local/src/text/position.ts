export { readPosition, writePosition } from '@twl/ports';
