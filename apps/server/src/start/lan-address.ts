import type { NetworkInterfaceInfo } from 'node:os';

export type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>;

/** Networks of containers, virtual machines and tunnels: a phone doesn't reach us by these. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale|zt|cni|flannel|cali)/i;
const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** The IPv4 addresses under which others on the network reach this machine, the likeliest first. */
export function lanAddresses(interfaces: Interfaces): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((info) => info.family === 'IPv4' && !info.internal && !info.address.startsWith('169.254.'))
      .map((info) => ({ address: info.address, rank: (VIRTUAL.test(name) ? 2 : 0) + (PRIVATE.test(info.address) ? 0 : 1) })),
  );
  return found.sort((a, b) => a.rank - b.rank).map(({ address }) => address);
}
