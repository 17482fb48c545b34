/** Who runs Maison Lumen. */
export interface Person {
  name: string;
  email: string;
}
/** Signs in to the dashboard. */
export const OWNER: Person = { name: 'Tomas Maes', email: 'tomas@maison-lumen.example' };
export const PASSWORD = 'a lamp in the window';
export const HOSTS = {
  ines: { name: 'Inès Moreau', email: 'ines@maison-lumen.example' },
  jonas: { name: 'Jonas Weber', email: 'jonas@maison-lumen.example' },
  amara: { name: 'Amara Diallo', email: 'amara@maison-lumen.example' },
  lea: { name: 'Léa Brandt', email: 'lea@maison-lumen.example' },
} satisfies Record<string, Person>;
export type HostName = keyof typeof HOSTS;
