/** What customers open: a path of the shop as a whole address. */
export const publicLink = (path: string): string => new URL(path, location.origin).href;
