/** Pages are opened by their own notifications. */
export const OpenedPush = (): null => null;
