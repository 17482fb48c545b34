export { ErrorBoundary } from '@vitrine/mobile-kit';
export { SignUpScreen as default } from '../account/SignUpScreen.tsx';
