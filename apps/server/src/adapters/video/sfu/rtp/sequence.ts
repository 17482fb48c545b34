/** How far `to` lies after `from` among 16-bit sequence numbers: negative when before. */
export function sequenceDistance(from: number, to: number): number {
  const distance = (to - from) & 0xffff;
  return distance < 0x8000 ? distance : distance - 0x10000;
}
export const nextSequence = (sequence: number): number => (sequence + 1) & 0xffff;
