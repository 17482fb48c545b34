import { toast } from '@vitrine/web-kit/toast';
import { text } from '../../text/en.ts';

/** Copies and says so; a browser that does not let us says so too. */
export async function copyText(copied: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(copied);
    toast(text.app.copied);
  } catch {
    toast(text.app.notCopied);
  }
}
