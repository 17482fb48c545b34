export { FakeClock } from './fake-clock.ts';
export { FakeWebSocket } from './fake-web-socket.ts';
export * from './samples.ts';
