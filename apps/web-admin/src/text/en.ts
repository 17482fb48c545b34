import { afterText } from './en/after.ts';
import { catalogueText } from './en/catalogue.ts';
import { doorsText } from './en/doors.ts';
import { roomText } from './en/room.ts';
import { shopText } from './en/shop.ts';
import { showsText } from './en/shows.ts';

/** Every word that the shop's staff read, in one place: what the whole desk needs here, the rest by room. */
export const text = {
  app: {
    name: 'Vitrine',
    skip: 'Skip to the page',
    menu: 'Main menu',
    overview: 'Overview',
    shows: 'Shows',
    products: 'Products',
    orders: 'Orders',
    moderation: 'Moderation',
    people: 'People',
    settings: 'Settings',
    audit: 'Audit log',
    copy: 'Copy',
    open: 'Open',
    copied: 'Copied',
    notCopied: 'It could not be copied. Select it and copy it by hand.',
    done: 'Done',
    watchPage: 'Shop page',
    signOut: 'Sign out',
    signedOut: 'You are signed out',
    toRoom: 'Open the control room',
    watching: (count: string) => `${count} watching`,
    cancel: 'Cancel',
    save: 'Save',
    saving: 'Saving',
    loading: 'Loading',
    more: 'Show more',
    notFilled: 'Nothing is lost. Only this page could not be filled.',
    moreFailed: 'The rest did not load. Try again.',
    roles: { admin: 'Admin', host: 'Host', moderator: 'Moderator', customer: 'Customer', guest: 'Guest', viewer: 'Viewer' },
  },
  away: {
    offline: 'You are offline.',
    unreachable: 'The server does not answer.',
    kept: 'This page may be out of date. It catches up by itself, and what you write stays.',
    tryNow: 'Try now',
    back: 'The connection is back.',
  },
  problem: {
    unreachable: 'The server cannot be reached. Check the connection and try again.',
    /** Of a form. */
    notSaved: 'Not saved: the server cannot be reached. What you wrote stays here. Try again in a moment.',
    unknown: 'That did not work. Try again.',
    codes: {
      forbidden: 'You are not allowed to do that.',
      not_found: 'It is not there any more.',
      rate_limited: 'Too many tries. Wait a moment and try again.',
      ended: 'This show has ended. Make a new one.',
      unauthenticated: 'Your session has ended. Sign in again.',
      video_unavailable: 'Video is starting up. Try again in a moment.',
      video_full: 'The video server is full.',
      storage_unavailable: 'The server cannot write right now. Nothing was changed.',
      internal: 'Something went wrong on the server. Nothing was changed.',
    },
    invalid: 'Look at the marked fields.',
  },
  ...doorsText,
  ...showsText,
  ...catalogueText,
  ...shopText,
  ...roomText,
  ...afterText,
} as const;
