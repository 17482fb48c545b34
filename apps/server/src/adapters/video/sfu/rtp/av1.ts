/**
 * Whether an AV1 payload (RTP Payload Format for AV1 section 4.4) begins a coded video sequence: the aggregation header says so in its N bit,
 * which the first packet of a keyframe carries.
 */
export const startsAv1Keyframe = (payload: Buffer): boolean => payload.length > 1 && (payload.readUInt8(0) & 0x08) !== 0;
