import Svg, { Path } from 'react-native-svg';
import { stage } from '../theme/tokens.ts';

/** Drawn on 24 x 24, in strokes; those named in `FILLED` as a shape. */
const PATHS = {
  close: 'M5 5l14 14M19 5L5 19',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  heart: 'M12 20.5C5 15.2 2.5 11.8 2.5 8.4A5 5 0 0 1 12 6a5 5 0 0 1 9.5 2.4c0 3.4-2.5 6.8-9.5 12.1z',
  bag: 'M5 8h14l1 12.5H4L5 8zM8.5 11V7a3.5 3.5 0 0 1 7 0v4',
  eye: 'M2 12c2.6-4.6 6-7 10-7s7.4 2.4 10 7c-2.6 4.6-6 7-10 7S4.6 16.6 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  send: 'M12 20V5M5.5 11.5L12 5l6.5 6.5',
  check: 'M5 12.5l4.5 4.5L19 7',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  house: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  person: 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4',
  bell: 'M6 17V10.5a6 6 0 0 1 12 0V17l1.5 1.5h-15zM10 21h4',
  megaphone: 'M4 10v4h3l9 5V5L7 10zM19 9.5v5',
  gear: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1',
  flip: 'M4 8h3l2-3h6l2 3h3v11H4zM9.5 13.5a2.5 2.5 0 0 1 4.5-1.5M14.5 13.5A2.5 2.5 0 0 1 10 15M14 10v2h-2M10 17v-2h2',
  mic: 'M12 3.5a2.7 2.7 0 0 0-2.7 2.7v5.6a2.7 2.7 0 0 0 5.4 0V6.2A2.7 2.7 0 0 0 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  micOff:
    'M4 4l16 16M9.3 9.3v2.5a2.7 2.7 0 0 0 4.3 2.2M14.7 11V6.2A2.7 2.7 0 0 0 9.8 4.7M6 11.5a6 6 0 0 0 9.5 4.9M18 11.5a6 6 0 0 1-.4 2.2M12 17.5V21',
  camera: 'M3 7h12v10H3zM15 11l6-3.5v9L15 13',
  cameraOff: 'M4 4l16 16M15 15v2H3V7h4M10.5 7H15v4l6-3.5v9l-3-1.7',
  out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  invite: 'M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2.5 20.5c.8-4 3.6-6 7.5-6s6.700 2 7.500 6M19 8v6M16 11h6',
  torch: 'M13 3L5 14h6l-1 7 8-11h-6z',
  stop: 'M6 6h12v12H6z',
  pin: 'M9 4h6l-1 6 4 4H6l4-4zM12 14v6.5',
  unpin: 'M4 4l16 16M10.5 9.5L10 10l-4 4h8M15.5 11.5L14 10l1-6H9l.2 1.2M12 14v6.5',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  again: 'M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5',
  skipBack: 'M19 5.5v13L9 12zM5.5 5v14',
  skipNext: 'M5 5.5v13L15 12zM18.5 5v14',
  soundOff: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  flag: 'M5 21V4h12l-2 4 2 4H5',
  question: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.8v.2',
  up: 'M6 14.5l6-6 6 6',
  captions: 'M5 5.5h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM6.5 15h4M13.5 15h4M6.5 11.5h2M11.5 11.5h6',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5',
  at: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM15.5 8.5v5a2.5 2.5 0 0 0 5 0V12A8.5 8.5 0 1 0 17 18.9',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4.5v5M8 14.5v5',
} as const;
export type IconName = keyof typeof PATHS;
const FILLED: ReadonlySet<IconName> = new Set<IconName>(['play', 'pause', 'stop']);

/** A sign beside words or in a named button: nothing reads it out. */
export function Icon({
  name,
  size = 22,
  color = stage.text,
  isFilled = false,
}: {
  name: IconName;
  size?: number;
  color?: string;
  isFilled?: boolean;
}) {
  const solid = isFilled || FILLED.has(name);
  return (
    <Svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      accessibilityElementsHidden
      importantForAccessibility="no-hide-descendants"
      aria-hidden
    >
      <Path d={PATHS[name]} fill={solid ? color : 'none'} stroke={color} strokeWidth={1.75} strokeLinecap="round" strokeLinejoin="round" />
    </Svg>
  );
}
