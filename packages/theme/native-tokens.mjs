import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the phones' tokens are written: React Native reads no CSS. */
export const NATIVE_TOKENS = new URL('../mobile-kit/src/theme/tokens.ts', import.meta.url);

/** The tokens of `theme.css` that a phone can use, as TypeScript: the colours of the stage, radii and durations. */
export function nativeTokens(css = readFileSync(new URL('theme.css', import.meta.url), 'utf8')) {
  const root = declarations(css, ':root');
  const shared = colours(root);
  const parts = {
    stage: { ...shared, ...colours(declarations(css, '.stage')) },
    radius: lengths(declarations(css, '@theme inline'), 'radius-', 'px'),
    duration: { fast: ms(root.fast), base: ms(root.base), slow: ms(root.slow), heart: ms(root.heart) },
  };
  const lines = ['// Made from theme.css by `node packages/theme/native-tokens.mjs`: change the style sheet, then run it.'];
  for (const [name, values] of Object.entries(parts)) {
    lines.push(`export const ${name} = {`);
    for (const [key, value] of Object.entries(values)) lines.push(`  ${key}: ${typeof value === 'number' ? value : `'${value}'`},`);
    lines.push('} as const;');
  }
  return `${lines.join('\n')}\n`;
}

function declarations(css, selector) {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const COLOUR = /^#[0-9a-f]{6}$/i;
const RGB = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)$/;
function colours(values) {
  const found = {};
  for (const [name, value] of Object.entries(values)) {
    const parts = RGB.exec(value);
    if (COLOUR.test(value)) found[camel(name)] = value;
    else if (parts) found[camel(name)] = `rgba(${parts.slice(1).join(', ')})`;
  }
  return found;
}
const lengths = (values, prefix, unit) =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [camel(name.slice(prefix.length)), Number(value.replace(unit, ''))]),
  );
const ms = (value) => Number(value.replace('ms', ''));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(NATIVE_TOKENS, nativeTokens());
