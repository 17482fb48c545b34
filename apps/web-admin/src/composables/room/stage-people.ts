import type { RoomSnapshot } from '@vitrine/client';

/** Somebody who could be asked on stage, and what they last wrote. */
export interface StagePerson {
  id: string;
  name: string;
  said: string;
}

/** Whoever has written, newest first, and is neither the shop nor on stage. */
export function stagePeople({ messages, guests }: Pick<RoomSnapshot, 'messages' | 'guests'>): StagePerson[] {
  const found = new Map<string, StagePerson>();
  const onStage = new Set(guests.map(({ _id }) => _id));
  for (const line of messages.toReversed()) {
    if (line.state !== 'posted') continue;
    const { viewerId: id, username: name, message: said, isAdmin } = line.message;
    if (!isAdmin && !onStage.has(id) && !found.has(id)) found.set(id, { id, name, said });
  }
  return [...found.values()];
}

/** Those of the name, in the order in which they stood (`standing`, ids): who writes meanwhile comes last, and nobody moves under the pointer. */
export function peopleToAsk(people: readonly StagePerson[], standing: readonly string[], sought: string): StagePerson[] {
  const place = new Map(standing.map((id, at) => [id, at]));
  const placeOf = ({ id }: StagePerson): number => place.get(id) ?? standing.length;
  const wanted = sought.trim().toLocaleLowerCase();
  return people.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).toSorted((one, other) => placeOf(one) - placeOf(other));
}
