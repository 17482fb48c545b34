import { useId } from 'react';
import { StyleSheet, View } from 'react-native';
import Svg, { Defs, LinearGradient, Rect, Stop } from 'react-native-svg';

/** Darkens the top and the bottom of a picture, so that words on it can be read. */
export function Scrim() {
  // In a page the screens behind are still there, hidden, and so are their gradients.
  const id = useId();
  return (
    <View style={[StyleSheet.absoluteFill, { pointerEvents: 'none' }]}>
      <Svg width="100%" height="100%" preserveAspectRatio="none">
        <Defs>
          <LinearGradient id={id} x1="0" y1="0" x2="0" y2="1">
            <Stop offset="0" stopColor="#0c0b0a" stopOpacity="0.55" />
            <Stop offset="0.2" stopColor="#0c0b0a" stopOpacity="0" />
            <Stop offset="0.45" stopColor="#0c0b0a" stopOpacity="0.05" />
            <Stop offset="0.82" stopColor="#0c0b0a" stopOpacity="0.72" />
            <Stop offset="1" stopColor="#0c0b0a" stopOpacity="0.95" />
          </LinearGradient>
        </Defs>
        <Rect x="0" y="0" width="100%" height="100%" fill={`url(#${id})`} />
      </Svg>
    </View>
  );
}
