export { addUsage, noUsage, requestsTo, sumUsage, type Usage } from '@twl/contracts';
