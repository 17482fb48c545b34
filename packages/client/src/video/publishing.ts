// What goes on stage needs, and a viewer does not load.
export { type Devices, type DeviceTrouble, deviceTrouble, listDevices, openDevices } from './devices.ts';
export { createPublisher, type PublisherOptions } from './publisher.ts';
