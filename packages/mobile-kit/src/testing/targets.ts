import { StyleSheet, type ViewStyle } from 'react-native';

/** As much of a rendered element as is looked at. */
interface Element {
  type: unknown;
  props: Record<string, unknown>;
  children: (Element | string)[];
  findAll(isWanted: (element: Element) => boolean): Element[];
}
const ROLES: ReadonlySet<unknown> = new Set(['button', 'link', 'radio', 'switch']);
/** Points that a finger needs at least. */
const LEAST = 44;
const asNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What can be pressed on the screen and has no name, or is lower than a finger: none, on a good screen. */
export function unfitTargets(screen: Element): string[] {
  return screen
    .findAll(({ type, props }) => typeof type === 'string' && ROLES.has(props.accessibilityRole ?? props.role))
    .flatMap((target) => {
      const name = nameOf(target).trim();
      if (name === '') return ['a target without a name'];
      const height = heightOf(target) + slopOf(target.props.hitSlop);
      return height < LEAST ? [`${name}: ${height}`] : [];
    });
}
function nameOf({ props, children }: Element): string {
  if (typeof props.accessibilityLabel === 'string') return props.accessibilityLabel;
  return children.map((child) => (typeof child === 'string' ? child : nameOf(child))).join('');
}
/** How high it is at least, by its own style or by what it holds. */
function heightOf({ props, children }: Element): number {
  const style = StyleSheet.flatten(props.style as ViewStyle | undefined) ?? {};
  const own = Math.max(asNumber(style.height), asNumber(style.minHeight), asNumber(Reflect.get(style, 'lineHeight')));
  const padding = asNumber(style.paddingVertical) || asNumber(style.padding);
  const held = children.map((child) => (typeof child === 'string' ? 0 : heightOf(child)));
  return Math.max(own, Math.max(0, ...held) + 2 * padding);
}
function slopOf(slop: unknown): number {
  if (typeof slop === 'number') return 2 * slop;
  if (typeof slop !== 'object' || slop === null) return 0;
  return asNumber(Reflect.get(slop, 'top')) + asNumber(Reflect.get(slop, 'bottom'));
}
