import type { Product, PublicShop } from '@vitrine/protocol';
import type { ShowPreview } from '../../domain/services.ts';

/** What chat apps and search engines are told of a page. */
export interface LinkPreview {
  title: string;
  description: string;
  /** The page's own address; null where it is nothing to come back to. */
  url: string | null;
  siteName: string;
  image: { url: string; alt: string; isLarge: boolean };
  /** Of a show: when it is or was, as ISO 8601, and how long it took, in seconds. */
  video: { at: string | null; seconds: number | null } | null;
  isListed: boolean;
}

/** Longer ones are cut by whoever shows them, in the middle of a word. */
const DESCRIPTION = 200;
/** What makes previews shows no drawings, only photographs of them. */
const DRAWING = /\.svg$/i;
const DEFAULT_PICTURE = '/icons/share.png';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });

/** When the show is, in words: whoever reads them may be anywhere. */
function when({ status, scheduledFor, startTime, recordingUrl, hostName }: ShowPreview): string {
  if (status === 'live' || status === 'interrupted') return `Live now with ${hostName}.`;
  if (status === 'scheduled')
    return scheduledFor === null ? `Coming up live with ${hostName}.` : `Live on ${moment.format(scheduledFor)} UTC with ${hostName}.`;
  const on = startTime === null ? '' : ` of ${day.format(startTime)}`;
  return recordingUrl === null ? `The show${on} with ${hostName}.` : `Watch the replay${on} with ${hostName}.`;
}
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= DESCRIPTION) return line;
  return `${line.slice(0, DESCRIPTION).replace(/\s+\S*$/, '')}…`;
}

interface Linked {
  path: string | null;
  show: ShowPreview | null;
  /** A piece of the show that the link is about. */
  piece?: Product | null;
  isListed?: boolean;
}

/** Of the shop, one of its shows, or a piece in one. `origin`: what the links begin with. */
export function linkPreview(shop: PublicShop, origin: string, { path, show, piece = null, isListed = true }: Linked): LinkPreview {
  const absolute = (address: string): string => new URL(address, origin).href;
  const shown = (address: string | null | undefined): string | null => (address && !DRAWING.test(address) ? address : null);
  const cover = shown(piece?.images[0]) ?? shown(show?.thumbnailUrl);
  const title = piece?.title ?? show?.title ?? shop.name;
  const picture = cover ?? shown(shop.logoUrl);
  const at = show?.startTime ?? show?.scheduledFor ?? null;
  return {
    title,
    description: show
      ? shortened([when(show), piece && `${show.title}.`, (piece ?? show).description].filter(Boolean).join(' '))
      : `Live shows at ${shop.name}, and the pieces in them.`,
    url: path === null ? null : absolute(path),
    siteName: shop.name,
    image: {
      url: absolute(picture ?? DEFAULT_PICTURE),
      alt: title,
      isLarge: cover !== null || picture === null,
    },
    video: show && {
      at: at === null ? null : new Date(at).toISOString(),
      seconds: show.startTime === null || show.endTime === null ? null : Math.round((show.endTime - show.startTime) / 1000),
    },
    isListed,
  };
}
