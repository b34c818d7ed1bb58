export { addUsage, noUsage, requestsTo, type Usage } from '@twl/contracts';
