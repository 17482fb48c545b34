import Constants from 'expo-constants';

/** The language that the system runs this app in. iOS gives it from those that the bundle says it has: `locales` in app.config.ts. */
export const deviceLanguages = (): readonly string[] => [Intl.DateTimeFormat().resolvedOptions().locale];

/** What this app can be read in, its own language first: `extra.languages` in its app.config.ts. */
export function appLanguages(): readonly unknown[] {
  const languages: unknown = Constants.expoConfig?.extra?.languages;
  return Array.isArray(languages) ? languages : [];
}

/** The system knows already. */
export function declareLanguage(_language: string): void {}
