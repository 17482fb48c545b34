import { CameraView, useCameraPermissions } from 'expo-camera';
import type { ComponentType } from 'react';
import { useEffect, useRef } from 'react';
import { Linking, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Txt } from '../components/Txt.tsx';
import { kitText } from '../text/index.ts';
import type { CodeScannerProps } from './surroundings.ts';

const words = kitText.address;

/** Reads the QR code that the dashboard shows. */
export const CodeScanner: ComponentType<CodeScannerProps> | null = function CodeScanner({ onCode, onCancel }: CodeScannerProps) {
  const [permission, ask] = useCameraPermissions();
  const isRead = useRef(false);
  const mayAsk = permission !== null && !permission.granted && permission.canAskAgain;
  useEffect(() => {
    if (mayAsk && permission?.status === 'undetermined') void ask();
  }, [ask, mayAsk, permission?.status]);
  return (
    <View style={{ gap: 14 }}>
      {permission?.granted ? (
        <>
          <Txt tone="text2">{words.scanning}</Txt>
          <CameraView
            style={{ height: 320, borderRadius: 18 }}
            accessibilityLabel={words.scanning}
            barcodeScannerSettings={{ barcodeTypes: ['qr'] }}
            onBarcodeScanned={({ data }) => {
              if (isRead.current) return;
              isRead.current = true;
              onCode(data);
            }}
          />
        </>
      ) : (
        <>
          <Txt tone="text2">{permission === null || mayAsk ? words.cameraWhy : words.cameraDenied}</Txt>
          {mayAsk ? <Button label={words.scan} variant="buy" onPress={() => void ask()} /> : null}
          {permission !== null && !mayAsk ? <Button label={words.settings} onPress={() => void Linking.openSettings()} /> : null}
        </>
      )}
      <Button label={words.type} onPress={onCancel} />
    </View>
  );
};
