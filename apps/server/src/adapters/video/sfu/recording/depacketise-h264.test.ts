import { describe, expect, it } from 'vitest';
import { avcConfiguration, H264Depacketiser } from './depacketise-h264.ts';

const SEQUENCE = Buffer.from('6742c01fda014016ec0440000003004000000f03c60ca8', 'hex');
const PICTURE = Buffer.from('68ce3c80', 'hex');
const KEYFRAME = Buffer.concat([Buffer.from([0x65]), Buffer.alloc(50, 1)]);
/** One unit in several packets (FU-A, RFC 6184 section 5.8). */
function fragmented(unit: Buffer): Buffer[] {
  const SIZE = 1_100;
  const count = Math.ceil((unit.length - 1) / SIZE);
  return Array.from({ length: count }, (_, index) => {
    const flags = (index === 0 ? 0x80 : 0) | (index === count - 1 ? 0x40 : 0);
    const head = Buffer.from([(unit.readUInt8(0) & 0xe0) | 28, flags | (unit.readUInt8(0) & 0x1f)]);
    return Buffer.concat([head, unit.subarray(1 + index * SIZE, 1 + (index + 1) * SIZE)]);
  });
}

describe('the parameter sets of a recording', () => {
  it('are those that came last', () => {
    const picture = new H264Depacketiser().picture([SEQUENCE, PICTURE, KEYFRAME]);
    expect(picture).toMatchObject({ key: true, parameterSets: { sequence: SEQUENCE, picture: PICTURE } });
  });

  it.each([
    ['far too long', Buffer.concat([SEQUENCE, Buffer.alloc(70_000, 1)])],
    ['cut off', SEQUENCE.subarray(0, 2)],
  ])('are not taken from one that is %s', (_, hostile) => {
    const depacketiser = new H264Depacketiser();
    depacketiser.picture([SEQUENCE, PICTURE, KEYFRAME]);
    const longPicture = Buffer.concat([PICTURE, Buffer.alloc(70_000, 1)]);
    const parts = hostile.length > 1_100 ? fragmented(hostile) : [hostile];
    const picture = depacketiser.picture([...parts, ...fragmented(longPicture), KEYFRAME]);
    if (!picture?.parameterSets) throw new Error('there are no parameter sets');
    expect(picture.parameterSets).toEqual({ sequence: SEQUENCE, picture: PICTURE });
    expect(avcConfiguration(picture.parameterSets).length).toBeLessThan(100);
  });
});
