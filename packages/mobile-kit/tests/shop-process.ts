import { openShop, ServerProcess } from '@vitrine/test-env';

/**
 * A shop for the tests of an app's screens: the built server over an empty folder, with its first admin. It is told to be away and back, and ends
 * with who started it. In a process of its own, since Jest runs no modules of the language's own.
 */
await using server = await ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen', LOG_LEVEL: 'warn' }, execArgv: [] });
const { token } = await openShop(server);
process.on('message', async (told) => {
  if (told === 'go away') await server.end();
  else await server.restart();
  process.send?.({ did: told });
});
process.send?.({ url: server.url, token });
await new Promise((resolve) => process.once('disconnect', resolve));
