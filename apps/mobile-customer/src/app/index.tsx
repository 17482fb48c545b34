export { ErrorBoundary } from '@vitrine/mobile-kit';
export { HomeScreen as default } from '../home/HomeScreen.tsx';
