export { freePort } from './free-port.ts';
export { MongoServer, type MongoServerOptions } from './mongo/index.ts';
export { ServerProcess, type ServerProcessOptions } from './server-process.ts';
export { ADMIN, openShop, ShopClient, ShopError } from './shop.ts';
export { Viewer } from './viewer.ts';
