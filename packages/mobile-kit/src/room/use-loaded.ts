import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';

export type Loaded<Value> = { status: 'loading' } | { status: 'failed'; error: unknown } | { status: 'ready'; value: Value };

/**
 * What a screen reads when it opens, and again on `reload`. A reload that fails leaves what is shown; a newer answer is never replaced by an
 * older one.
 */
export function useLoaded<Value>(load: (signal: AbortSignal) => Promise<Value>): {
  loaded: Loaded<Value>;
  reload: () => void;
  setLoaded: Dispatch<SetStateAction<Loaded<Value>>>;
} {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ status: 'loading' });
  const run = useRef(load);
  run.current = load;
  const asked = useRef<AbortController | null>(null);
  const reload = useCallback(() => {
    asked.current?.abort();
    const asking = new AbortController();
    asked.current = asking;
    setLoaded((now) => (now.status === 'failed' ? { status: 'loading' } : now));
    run.current(asking.signal).then(
      (value) => {
        if (!asking.signal.aborted) setLoaded({ status: 'ready', value });
      },
      (error: unknown) => {
        if (!asking.signal.aborted) setLoaded((now) => (now.status === 'ready' ? now : { status: 'failed', error }));
      },
    );
  }, []);
  useEffect(() => {
    reload();
    return () => asked.current?.abort();
  }, [reload]);
  return { loaded, reload, setLoaded };
}
