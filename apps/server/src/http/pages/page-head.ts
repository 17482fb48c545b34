import type { LinkPreview } from './link-preview.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const named = (name: string, content: string): string => `<meta name="${name}" content="${escaped(content)}">`;
/** Open Graph (ogp.me): RDFa, so `property`. */
const property = (name: string, content: string): string => `<meta property="${name}" content="${escaped(content)}">`;

/** A page's title and what previews of links to it are made from: Open Graph, and the two tags of Twitter that it has no word for. */
export function previewTags({ title, description, url, siteName, image, video, isListed }: LinkPreview): string[] {
  return [
    `<title>${escaped(title === siteName ? title : `${title}, ${siteName}`)}</title>`,
    named('description', description),
    ...(isListed ? [] : [named('robots', 'noindex')]),
    ...(url === null ? [] : [`<link rel="canonical" href="${escaped(url)}">`, property('og:url', url)]),
    property('og:type', video ? 'video.other' : 'website'),
    property('og:site_name', siteName),
    property('og:title', title),
    property('og:description', description),
    property('og:image', image.url),
    property('og:image:alt', image.alt),
    ...(video?.at ? [property('video:release_date', video.at)] : []),
    ...(video?.seconds ? [property('video:duration', String(video.seconds))] : []),
    named('twitter:card', image.isLarge ? 'summary_large_image' : 'summary'),
  ];
}
export const styleSheet = (href: string): string => `<link rel="stylesheet" href="${escaped(href)}">`;
/** JSON that the page's script reads. Not run as a script, so the content security policy has nothing to allow. */
export const dataBlock = (id: string, data: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
export const manifestLink = (href: string): string => `<link rel="manifest" href="${escaped(href)}">`;

interface Opening {
  picture: string;
  title: string;
  page: 'home' | 'show' | 'embed';
}
/** What is on air, to be seen before the app is there, which then takes its place. The app's style sheet puts it where the app will. */
export const opening = ({ picture, title, page }: Opening): string =>
  `<div class="first-picture is-${page}"><img src="${escaped(picture)}" alt="" fetchpriority="high"><h1 class="display">${escaped(title)}</h1></div>`;

/** The built page with these tags in its head, in the place of its own title and description where they have one. */
export function withHead(page: string, tags: readonly string[]): string {
  const isTitled = tags.some((tag) => tag.startsWith('<title>'));
  const bare = isTitled ? page.replace(/<title>[^<]*<\/title>/, '').replace(/<meta name="description"[^>]*>/, '') : page;
  // A function: in a plain replacement `$` of a show's title would mean something.
  return bare.replace('</head>', () => `${tags.map((tag) => `  ${tag}\n  `).join('')}</head>`);
}

/** The element that the app is mounted in, which empties it. */
const APP = '<div id="app"></div>';
/** The built page with something to look at until the app is there. */
export const withOpening = (page: string, shown: string): string => page.replace(APP, () => APP.replace('><', () => `>${shown}<`));
