import createAgoraRtcEngine, { type IRtcEngineEx } from 'react-native-agora';
import { NativeAgora } from './native-agora.ts';

/** Phones alone load this, with the first show that is sent by Agora; its engine is made then. */
export const agora = new NativeAgora(() => createAgoraRtcEngine() as IRtcEngineEx);
