export type Weight = '400' | '500' | '600' | '700';
