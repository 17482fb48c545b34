export { ErrorBoundary } from '@vitrine/mobile-kit';
export { SignInScreen as default } from '../account/SignInScreen.tsx';
