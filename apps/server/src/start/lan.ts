import { type Config, type Environment, readConfig } from '../config.ts';
import { type Interfaces, lanAddresses } from './lan-address.ts';
import { lanCertificate } from './lan-certificate.ts';
import { StartupError } from './startup-error.ts';

/**
 * The configuration of `--lan`: all addresses, HTTPS, the machine's own address announced. What the environment sets stays.
 * @param now milliseconds since 1970
 * @throws StartupError when this machine is on no network.
 */
export async function readLanConfig(
  environment: Environment,
  workingDirectory: string,
  interfaces: Interfaces,
  now: number,
): Promise<Config> {
  const given = readConfig(environment, workingDirectory);
  const addresses = lanAddresses(interfaces);
  const [address] = addresses;
  if (address === undefined) throw new StartupError('--lan: this machine is on no network. Join one, or start without --lan.');
  const tls = given.tls ?? (await lanCertificate(given.dataDir, addresses, now));
  return readConfig(
    {
      ...environment,
      HOST: environment.HOST || '0.0.0.0',
      PUBLIC_URL: environment.PUBLIC_URL || `https://${address}:${given.port}`,
      VIDEO_ANNOUNCED_ADDRESS: environment.VIDEO_ANNOUNCED_ADDRESS || address,
      TLS_CERT: tls.cert,
      TLS_KEY: tls.key,
    },
    workingDirectory,
  );
}
