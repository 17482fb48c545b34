import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, as /proc counts them: 100 on every Linux that Node runs on. */
const TICKS = 100;

interface ProcessStat {
  pid: number;
  parent: number;
  /** User and system, in seconds, all threads. */
  cpu: number;
  /** That of its children which have ended. */
  endedCpu: number;
}

/** CPU of a process and all its descendants since they began, in seconds: media process, worker threads and all. */
export const cpuSeconds = (pid: number): number => tree(pid).reduce((sum, process) => sum + process.cpu, 0);

/** CPU that the machine has used for others than this process and those it started, in seconds. */
export function secondsElsewhere(): number {
  const all = (readProc('stat') ?? '').split('\n', 1)[0]?.match(/\d+/g)?.map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = all;
  const ours = tree(process.pid).reduce((sum, { cpu, endedCpu }) => sum + cpu + endedCpu, 0);
  return (user + nice + system + irq + softirq) / TICKS - ours;
}

/** The processes that this one has started and that still run. */
export const childrenOf = (pid: number): number[] => tree(pid).flatMap((process) => (process.parent === pid ? process.pid : []));

/** Resident memory of a process and all its descendants, in bytes. */
export function residentBytes(pid: number): number {
  return tree(pid).reduce((sum, process) => {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readProc(`${process.pid}/status`) ?? '')?.[1];
    return sum + Number(kilobytes ?? 0) * 1024;
  }, 0);
}

function tree(root: number): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? []);
  const found = all.filter((process) => process.pid === root);
  for (const process of found) found.push(...all.filter((candidate) => candidate.parent === process.pid));
  return found;
}

/** See proc(5): the second field is in parentheses and may hold anything. */
function readStat(pid: number): ProcessStat | null {
  const stat = readProc(`${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (field: number): number => Number(fields[field]) / TICKS;
  return { pid, parent: Number(fields[1]), cpu: ticks(11) + ticks(12), endedCpu: ticks(13) + ticks(14) };
}

/** null when the process has ended meanwhile. */
function readProc(path: string): string | null {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return null;
  }
}
