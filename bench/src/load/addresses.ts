/** Sockets of one loopback address: below all that the server allows one address (sockets, new guests), so that its caps can stay on. */
const SOCKETS_PER_ADDRESS = 50;

/** The loopback address of a load's n-th socket, from 127.0.0.1 up (127.0.0.0/8 is all of this machine, on Linux). */
export function loopbackAddress(socket: number): string {
  const address = Math.floor(socket / SOCKETS_PER_ADDRESS) + 1;
  return `127.0.${address >> 8}.${address & 255}`;
}
