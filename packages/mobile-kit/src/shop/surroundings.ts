/** What this device remembers. Rejects where it can't: private windows, a full disk. */
export interface Storage {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}
/** Where the app runs, as far as the shop's address and the sign-in go. */
export interface Place {
  /** Origin of the shop where there is none to choose; '' in a page that it serves. */
  fixedAddress: string | null;
  /** A page has the session's cookie and never sees a token. */
  transport: 'cookie' | 'bearer';
  socketUrl(address: string): string;
}
export interface CodeScannerProps {
  onCode: (text: string) => void;
  onCancel: () => void;
}
