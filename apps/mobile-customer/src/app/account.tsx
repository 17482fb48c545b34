export { ErrorBoundary } from '@vitrine/mobile-kit';
export { AccountScreen as default } from '../account/AccountScreen.tsx';
