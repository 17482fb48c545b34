import { onScopeDispose, type Ref, ref, watch } from 'vue';

/** How often the level is read, in milliseconds. */
const EVERY = 90;
/** Loudness in dBFS that counts as silence; 0 dBFS is as loud as it gets. */
const SILENCE = -60;

/** How loud the microphone is, 0 to 1. The stream's audio track may change; `refresh` follows it. */
export function useMicLevel(stream: Readonly<Ref<MediaStream | undefined>>): { level: Readonly<Ref<number>>; refresh: () => void } {
  const level = ref(0);
  let context: AudioContext | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  function close(): void {
    clearInterval(timer);
    void context?.close();
    context = undefined;
    level.value = 0;
  }
  function refresh(): void {
    close();
    const [track] = stream.value?.getAudioTracks() ?? [];
    if (!track || typeof AudioContext === 'undefined') return;
    const opened = new AudioContext();
    context = opened;
    // Browsers hold a context back until a press; the press that allowed the microphone counts.
    void opened.resume();
    const analyser = opened.createAnalyser();
    analyser.fftSize = 1_024;
    opened.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const loudness = 20 * Math.log10(Math.sqrt(sum / samples.length) || 1e-4);
      level.value = Math.min(1, Math.max(0, 1 - loudness / SILENCE));
    }, EVERY);
  }
  watch(stream, refresh, { immediate: true });
  onScopeDispose(close);
  return { level, refresh };
}
