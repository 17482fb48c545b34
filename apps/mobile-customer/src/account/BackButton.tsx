import { IconButton } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { text } from '../text/index.ts';

/** The way out of a page, also for who came by a link. */
export const BackButton = () => (
  <IconButton
    icon="back"
    label={text.account.back}
    onPress={() => (router.canGoBack() ? router.back() : router.replace('/'))}
    style={{ backgroundColor: 'transparent', borderWidth: 0, marginLeft: -12 }}
  />
);
