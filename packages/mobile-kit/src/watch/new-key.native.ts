import { randomUUID } from 'expo-crypto';

/** A fresh idempotency key; Hermes has no `crypto`. */
export const newKey = (): string => randomUUID();
