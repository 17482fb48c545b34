export { Avatar } from './components/Avatar.tsx';
export { Button, IconButton } from './components/Button.tsx';
export { ChatComposer, type ComposerHandle } from './components/ChatComposer.tsx';
export { ChatLog } from './components/ChatLog.tsx';
export { ErrorBoundary } from './components/Crashed.tsx';
export { Hearts } from './components/Hearts.tsx';
export { Icon } from './components/Icon.tsx';
export { LiveBadge } from './components/LiveBadge.tsx';
export { Banner, Loading, Notice } from './components/Notice.tsx';
export { Overlay } from './components/Overlay.tsx';
export { Picture } from './components/Picture.tsx';
export { Price, Stock } from './components/Price.tsx';
export { Screen } from './components/Screen.tsx';
export { Scrim } from './components/Scrim.tsx';
export { Sheet } from './components/Sheet.tsx';
export { TextField } from './components/TextField.tsx';
export { Txt } from './components/Txt.tsx';
export { onActivity } from './room/activity';
export { network } from './room/network';
export { useLoaded } from './room/use-loaded.ts';
export { useLobby } from './room/use-lobby.ts';
export { useRoom } from './room/use-room.ts';
export { useSnapshot } from './room/use-snapshot.ts';
export { place } from './shop/place';
export { ShopApp } from './shop/ShopApp.tsx';
export { useAccount, useShop, useShopState } from './shop/ShopProvider.tsx';
export { emailProblem, SignInForm } from './shop/SignInForm.tsx';
export { storage } from './shop/storage';
export { GuestTile } from './stage/GuestTile.tsx';
export { StageTile } from './stage/StageTile.tsx';
export {
  codeOf,
  formatClock,
  formatCount,
  formatDay,
  formatDayAndTime,
  formatLength,
  formatMoney,
  formatTime,
  sayProblem,
} from './text/format.ts';
export { buyText, kitText } from './text/index.ts';
export { language, locale } from './text/language.ts';
export { stage } from './theme/tokens.ts';
export { StageVideo } from './video/StageVideo';
export { usePicture } from './video/use-picture.ts';
export { OrderLines } from './watch/OrderLines.tsx';
export { PinnedCard } from './watch/PinnedCard.tsx';
export { ProductSheet } from './watch/ProductSheet.tsx';
export { useCheckout } from './watch/use-checkout.ts';
export { isPayable } from './watch/use-payment.ts';
