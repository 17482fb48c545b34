import type { CrowdTimers } from '@vitrine/crowd';

/** The process's own; nobody's being there keeps it alive. */
export const systemTimers: CrowdTimers = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
