// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import SettingsPhones from './SettingsPhones.vue';

/** Pixels along one side of a module. */
const SCALE = 4;

/** Paints the code's path as a screen would, and reads it as a phone would. */
function read(svg: Element): string | undefined {
  const size = Number(svg.getAttribute('viewBox')?.split(' ')[2]) * SCALE;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [, x, y, width] of svg
    .querySelector('path')
    ?.getAttribute('d')
    ?.matchAll(/M(\d+) (\d+)h(\d+)/g) ?? [])
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++)
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(width)) * SCALE; column++)
        pixels.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
  return jsQR(pixels, size, size)?.data;
}

test.each(['https://shop.example', 'http://192.168.1.20:8080', 'https://a-rather-long-name-of-a-shop.with-a-domain.example:8443'])(
  'a phone that scans the code reads %s',
  (address) => {
    const code = mount(SettingsPhones, { props: { address } }).get('svg');
    expect(code.attributes('aria-label')).toContain(address);
    expect(read(code.element)).toBe(address);
  },
);

test.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])(
  'there is no code of %s, which no phone could reach, but how to get one',
  (address) => {
    const part = mount(SettingsPhones, { props: { address } });
    expect(part.find('svg').exists()).toBe(false);
    expect(part.text()).toContain('npm start -- --lan');
  },
);
