import { describe, expect, it } from 'vitest';
import { accentSheet } from './accent.ts';

/** A value of one surface in the sheet. */
function value(color: string, surface: 'stage' | 'desk', name: string): string {
  const rules = new RegExp(`\\.${surface}\\{([^}]*)\\}`).exec(accentSheet(color) ?? '')?.[1] ?? '';
  return new RegExp(`(?:^|;)${name}:([^;]+)`).exec(rules)?.[1] ?? '';
}
/** Written apart from the unit: WCAG 2.2's contrast ratio. */
function ratio(one: string, other: string): number {
  const light = (color: string): number => {
    const linear = (at: number): number => {
      const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5) + 0.05;
  };
  return Math.max(light(one), light(other)) / Math.min(light(one), light(other));
}

describe('the accent', () => {
  const grid = ['00', '33', '66', '77', '80', '99', 'cc', 'ff'];
  const colors = grid.flatMap((red) => grid.flatMap((green) => grid.map((blue) => `#${red}${green}${blue}`)));

  it('can be read on, whatever colour a shop has', () => {
    for (const color of colors)
      for (const surface of ['stage', 'desk'] as const)
        for (const fill of ['--accent', '--accent-press'])
          expect(
            ratio(value(color, surface, '--on-accent'), value(color, surface, fill)),
            `${color} ${surface} ${fill}`,
          ).toBeGreaterThanOrEqual(4.45);
  });

  it('can be read itself on the stage, and stays as it is where it can', () => {
    for (const color of colors) expect(ratio(value(color, 'stage', '--accent'), '#1f1c19'), color).toBeGreaterThanOrEqual(4.45);
    expect(value('#ffd54a', 'stage', '--accent')).toBe('#ffd54a');
    expect(value('#1e3a8a', 'desk', '--accent')).toBe('#1e3a8a');
    expect(value('#1e3a8a', 'stage', '--accent')).not.toBe('#1e3a8a');
  });

  it('is nothing but a colour', () => {
    for (const nonsense of ['', 'red', '#fff', '#c2410c}body{display:none', '#C2410C', '#gggggg']) expect(accentSheet(nonsense)).toBeNull();
  });
});
