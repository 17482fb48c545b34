// Draws what stands for the shop where no page can: home screens and previews of links. Run it when the mark changes; what it makes is
// committed. Needs rsvg-convert.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root } from './project.mjs';

const folder = new URL('apps/web-customer/public/icons/', root);
const GROUND = '#0c0b0a';
/** The lit window of vitrine.svg, 18 wide and 24 high, its middle at 0. */
const MARK = `<g transform="translate(-14 -16)">
  <path d="M5 28V13a9 9 0 0 1 18 0v15Z" fill="#161412" stroke="#f7f3ec" stroke-width="2"/>
  <path d="M9 28c0-8 2.4-12 5-12s5 4 5 12Z" fill="#ffd54a"/><circle cx="14" cy="11.5" r="2.5" fill="#ffd54a"/>
</g>`;
const GLOW = `<radialGradient id="glow"><stop offset="0" stop-color="#ffb758" stop-opacity=".42"/><stop offset="1" stop-color="#ffb758" stop-opacity="0"/></radialGradient>`;

/** `high`: how much of the height the mark takes. `corner`: of the ground, of its width. */
function draw(name, width, height, { high, corner }) {
  const [x, y] = [width / 2, height / 2];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>${GLOW}</defs>
    <rect width="${width}" height="${height}" rx="${width * corner}" fill="${GROUND}"/>
    <ellipse cx="${x}" cy="${y * 1.5}" rx="${height * 0.6}" ry="${height * 0.3}" fill="url(#glow)"/>
    <g transform="translate(${x} ${y}) scale(${(height * high) / 26})">${MARK}</g>
  </svg>`;
  execFileSync('rsvg-convert', ['-o', fileURLToPath(new URL(`${name}.png`, folder))], { input: svg });
}

mkdirSync(folder, { recursive: true });
draw('icon-192', 192, 192, { high: 0.74, corner: 0.2 });
draw('icon-512', 512, 512, { high: 0.74, corner: 0.2 });
// A launcher cuts it as it likes, and leaves a circle of four fifths; the phone of the other make rounds the corners itself.
draw('icon-maskable-512', 512, 512, { high: 0.5, corner: 0 });
draw('apple-touch-icon', 180, 180, { high: 0.62, corner: 0 });
draw('share', 1200, 630, { high: 0.5, corner: 0 });
