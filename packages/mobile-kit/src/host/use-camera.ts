import type { AskCredentials, VideoQuality } from '@vitrine/client/video';
import { useCallback, useEffect, useRef, useState } from 'react';
import { camera } from './camera';
import type { CameraTrouble, Facing } from './surroundings.ts';

export type CameraState =
  | { status: 'looking' }
  /** It is said what the camera is for before the system asks. */
  | { status: 'explain' }
  | { status: 'opening' }
  | { status: 'ready'; stream: MediaStream }
  | { status: 'failed'; trouble: CameraTrouble };

export interface CameraDesk {
  state: CameraState;
  stream: MediaStream | null;
  facing: Facing;
  isMuted: boolean;
  /** The picture is held back; the camera stays open. */
  isHidden: boolean;
  /** The system would not ask any more. */
  isAllowed: boolean;
  hasTorch: boolean;
  isLit: boolean;
  /** Asks for what is needed, and opens both. */
  open: () => Promise<void>;
  /** Opens anew what the system has taken away meanwhile. */
  reopen: () => Promise<MediaStream | null>;
  turn: () => Promise<void>;
  setMuted: (isMuted: boolean) => void;
  setHidden: (isHidden: boolean) => void;
  setLit: (isLit: boolean) => Promise<void>;
  close: () => void;
}

export interface CameraParts {
  quality: VideoQuality;
  /** Of the show that it is for. */
  credentials: AskCredentials;
  /** Told of another camera's track. */
  onTrack: (track: MediaStreamTrack) => void;
  /** Where the devices are allowed already. */
  opens: 'at once' | 'when asked';
}
/** The camera and the microphone of this device, for a show. */
export function useCamera({ quality, opens, ...parts }: CameraParts): CameraDesk {
  const [state, setState] = useState<CameraState>({ status: 'looking' });
  const [facing, setFacing] = useState<Facing>('user');
  const [isMuted, setMutedState] = useState(false);
  const [isHidden, setHiddenState] = useState(false);
  const [isAllowed, setAllowed] = useState(false);
  const [isLit, setLitState] = useState(false);
  const held = useRef<MediaStream | null>(null);
  const isHere = useRef(true);
  const told = useRef(parts);
  told.current = parts;
  const stream = state.status === 'ready' ? state.stream : null;

  const close = useCallback(() => {
    for (const track of held.current?.getTracks() ?? []) track.stop();
    held.current = null;
  }, []);
  const start = useCallback(
    async (facing: Facing, isMuted: boolean, isHidden = false): Promise<MediaStream | null> => {
      setState({ status: 'opening' });
      try {
        const opened = await camera.open({ quality, facing }, () => told.current.credentials());
        close();
        if (!isHere.current) {
          for (const track of opened.getTracks()) track.stop();
          return null;
        }
        for (const track of opened.getAudioTracks()) track.enabled = !isMuted;
        for (const track of opened.getVideoTracks()) track.enabled = !isHidden;
        held.current = opened;
        setState({ status: 'ready', stream: opened });
        return opened;
      } catch (error) {
        setState({ status: 'failed', trouble: camera.trouble(error) });
        return null;
      }
    },
    [close, quality],
  );
  useEffect(() => {
    isHere.current = true;
    camera.permission().then(
      (permission) => {
        if (!isHere.current) return;
        setAllowed(permission === 'granted');
        if (permission === 'granted' && opens === 'at once') void start('user', false);
        else setState(permission === 'final' ? { status: 'failed', trouble: 'final' } : { status: 'explain' });
      },
      () => setState({ status: 'explain' }),
    );
    return () => {
      isHere.current = false;
      close();
    };
  }, [close, start, opens]);

  return {
    state,
    stream,
    facing,
    isMuted,
    isHidden,
    isAllowed,
    hasTorch: stream !== null && camera.hasTorch(stream),
    isLit,
    async open() {
      const permission = await camera.ask();
      if (permission === 'granted') await start(facing, isMuted, isHidden);
      else setState({ status: 'failed', trouble: permission === 'final' ? 'final' : 'denied' });
    },
    async reopen() {
      const current = held.current;
      if (current?.getTracks().every(({ readyState }) => readyState === 'live')) return current;
      return start(facing, isMuted, isHidden);
    },
    async turn() {
      const current = held.current;
      if (!current) return;
      const next: Facing = facing === 'user' ? 'environment' : 'user';
      try {
        const track = await camera.turn(current, { quality, facing: next });
        setFacing(next);
        setLitState(false);
        if (!track) return;
        for (const old of current.getVideoTracks()) current.removeTrack(old);
        current.addTrack(track);
        track.enabled = !isHidden;
        told.current.onTrack(track);
      } catch {
        // The one that was there is opened again, or it is said why not.
        await start(facing, isMuted, isHidden);
      }
    },
    setMuted(next) {
      setMutedState(next);
      for (const track of held.current?.getAudioTracks() ?? []) track.enabled = !next;
    },
    setHidden(next) {
      setHiddenState(next);
      for (const track of held.current?.getVideoTracks() ?? []) track.enabled = !next;
    },
    async setLit(next) {
      const current = held.current;
      if (!current) return;
      await camera.light(current, next);
      setLitState(next);
    },
    close,
  };
}
