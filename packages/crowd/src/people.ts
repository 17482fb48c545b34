/** Who comes to watch. */
const GUESTS = [
  ...['Ilse', 'Lars', 'Priya', 'Tess', 'Milan', 'Aya', 'Femke', 'Ruth', 'Kaja', 'Sofie', 'Pieter', 'Noor', 'Dana', 'Marta', 'Amir'],
  ...['Joris', 'Clara', 'Lotte', 'Bram', 'Yusuf', 'Elif', 'Mateo', 'Hanne', 'Oskar', 'Zoë', 'Ravi', 'Margot', 'Tariq', 'Nina', 'Wout'],
  ...[
    'Signe',
    'Paulo',
    'Anouk',
    'Bashir',
    'Greet',
    'Livia',
    'Emeka',
    'Saskia',
    'Theo',
    'Mei',
    'Jasper',
    'Rosa',
    'Ingrid',
    'Samir',
    'Julie',
  ],
] as const;
/** In a larger crowd there are several of a name, who tell themselves apart by an initial. */
const INITIALS = 'ABCDEFGHIJKLMNOPQRSTUVWZ';
export function guestName(index: number): string {
  const name = GUESTS[index % GUESTS.length] ?? GUESTS[0];
  const round = Math.floor(index / GUESTS.length);
  return round === 0 ? name : `${name} ${INITIALS[(round * 7 + (index % GUESTS.length)) % INITIALS.length]}`;
}
const STREETS = ['Alder Row', 'Kiln Lane', 'Quay Street', 'Linden Court', 'Mill Road', 'Harbour Walk'];
const TOWNS = ['Ghent', 'Antwerp', 'Bruges', 'Leuven', 'Lille', 'Utrecht'];
/** Where a guest has things sent. */
export function contactOf(name: string, index: number): { name: string; email: string; address: string } {
  const mailbox = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase();
  const street = STREETS[index % STREETS.length] ?? '';
  const town = TOWNS[(index * 5) % TOWNS.length] ?? '';
  return { name, email: `${mailbox}@example.test`, address: `${1 + ((index * 7) % 90)} ${street}, ${town}` };
}
