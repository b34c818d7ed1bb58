export { ApiModule, type ApiOptions } from './api.module';
export { cursorKeyIn, CursorKeyError } from './paging/cursor-key';
export { createApiServer, type ApiServer, type ApiServerOptions } from './server/create-api-server';
export { ListenError, type ListenAddress } from './server/listen';
export { serverNames } from './server/server-names';
