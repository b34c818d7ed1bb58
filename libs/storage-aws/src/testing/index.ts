export { emulatedAccess, ownNames } from './emulators';
