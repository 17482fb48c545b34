/** A colour as its three channels, 0 to 255. */
type Rgb = readonly [number, number, number];

/** Of the theme: what text stands on, and what it is written in. */
const STAGE_SURFACE: Rgb = [0x1f, 0x1c, 0x19];
const INK: Rgb = [0x1b, 0x18, 0x15];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** WCAG 2.2, 1.4.3: text of ordinary size. */
const READABLE = 4.5;
/** How far a colour is moved at a time until it can be read. */
const STEP = 0.02;
const PRESS = 0.14;
const STAGE_TINT = 0.12;
const DESK_TINT = 0.12;

const ACCENT = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/;

function rgb(color: string): Rgb | null {
  const [, red, green, blue] = ACCENT.exec(color) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return null;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}
const hex = (color: Rgb): string => `#${color.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
const mixed = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

/** WCAG 2.2, "relative luminance". */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The dark stage writes in the accent too: a darker one is lightened until that can be read. */
function onStage(accent: Rgb): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const lighter = mixed(accent, WHITE, share);
    if (contrast(lighter, STAGE_SURFACE) >= READABLE) return lighter;
  }
  return WHITE;
}
/** What can be read on it: the theme's ink, else white; black for the few between that neither is readable on. */
const readableOn = (color: Rgb): Rgb => [INK, WHITE].find((text) => contrast(text, color) >= READABLE) ?? BLACK;

function fill(color: Rgb): string {
  const text = readableOn(color);
  // Away from the text, so that it is read as well on a pressed button.
  const pressed = mixed(color, text === WHITE ? BLACK : WHITE, PRESS);
  return `--accent:${hex(color)};--accent-press:${hex(pressed)};--on-accent:${hex(text)}`;
}

/**
 * The theme's colours made from a shop's accent (`#rrggbb`), as a style sheet: unlayered, so that it stands before the theme's own. What is
 * written on the accent, and in it on the stage, has a contrast of 4.5 at least. null for what is no colour.
 */
export function accentSheet(color: string): string | null {
  const accent = rgb(color);
  if (!accent) return null;
  const lit = onStage(accent);
  const stage = `${fill(lit)};--accent-tint:rgb(${lit.map(Math.round).join(' ')} / ${STAGE_TINT});--focus:${hex(lit)}`;
  const desk = `${fill(accent)};--accent-tint:${hex(mixed(WHITE, accent, DESK_TINT))};--focus-gap:${hex(accent)}`;
  return `.stage{${stage}}\n.desk{${desk}}\n`;
}
