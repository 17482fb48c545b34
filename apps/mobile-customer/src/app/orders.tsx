export { ErrorBoundary } from '@vitrine/mobile-kit';
export { OrdersScreen as default } from '../account/OrdersScreen.tsx';
