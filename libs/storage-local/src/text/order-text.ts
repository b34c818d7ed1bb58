export { afterAllText, fromOrderText, toOrderText } from '@twl/ports';
