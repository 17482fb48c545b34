/**
 * Makes the sample pictures that the shop serves from their drawings, in the size and format of an upload: browsers take a while to
 * draw the blurs of an SVG, each time. Needs `rsvg-convert` (Debian: librsvg2-bin) and `ffmpeg`.
 *
 *   node packages/test-env/media/render-pictures.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DRAWINGS = fileURLToPath(new URL('pictures/', import.meta.url));
const SERVED = fileURLToPath(new URL('../../../apps/web-customer/public/sample/', import.meta.url));
/** Pixels across. */
const WIDTHS = { scene: '1600', product: '900' };

const work = mkdtempSync(join(tmpdir(), 'pictures-'));
const drawn = join(work, 'drawn.png');
for (const file of readdirSync(DRAWINGS)) {
  const [kind] = file.split('-');
  execFileSync('rsvg-convert', ['-w', WIDTHS[kind], '-o', drawn, join(DRAWINGS, file)]);
  const picture = join(SERVED, file.replace('.svg', '.webp'));
  execFileSync('ffmpeg', [
    '-y',
    '-loglevel',
    'error',
    '-i',
    drawn,
    '-c:v',
    'libwebp',
    '-quality',
    '86',
    '-compression_level',
    '6',
    picture,
  ]);
  console.log(picture);
}
rmSync(work, { recursive: true });
