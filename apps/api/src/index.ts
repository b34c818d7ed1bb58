export { serverRules } from './server/access-rules';
export { ApiModule, type ApiOptions } from './api.module';
export { workThreadsOf, type WorkThreads } from './heavy/work-threads';
export { cursorKeyIn, CursorKeyError } from './paging/cursor-key';
export { createApiServer, type ApiServer, type ApiServerOptions } from './server/create-api-server';
export { ListenError, type ListenAddress } from './server/listen';
export { serverNames } from './server/server-names';
