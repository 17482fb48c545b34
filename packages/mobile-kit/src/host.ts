// What goes on air needs, and a viewer's app does not load.
export { useBroadcast } from './host/use-broadcast.ts';
export type { CameraDesk } from './host/use-camera.ts';
export { type GuestSeat, useGuest } from './stage/use-guest.ts';
