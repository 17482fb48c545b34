import type { ComponentType } from 'react';
import type { CodeScannerProps } from './surroundings.ts';

/** A page is served by its shop: there is no code to read. */
export const CodeScanner: ComponentType<CodeScannerProps> | null = null;
