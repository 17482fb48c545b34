export { ErrorBoundary } from '@vitrine/mobile-kit';
export { ShowsScreen as default } from '../shows/ShowsScreen.tsx';
