import { join } from 'node:path';
import { renderRouter, screen } from 'expo-router/testing-library';

test('a link to a show opens the watch page, which asks for the shop first where none is known', async () => {
  const app = renderRouter(join(__dirname, '../src/app'), { initialUrl: `/watch/${'a'.repeat(24)}` });
  await screen.findByText('Which shop is it?');
  expect(app.getPathname()).toBe(`/watch/${'a'.repeat(24)}`);
});
