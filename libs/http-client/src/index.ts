export { createHttpClient, type HttpClientOptions } from './create-http-client';
