export { RedisServer } from './redis-server.ts';
export { Relay } from './relay.ts';
