export { oneOf, type Random, weighted } from './chance.ts';
export { Crowd, type CrowdOptions, type CrowdTimers, type SimulatedViewer } from './crowd.ts';
export { DEEDS, type Deed, lineAfter, nextDeed, PACES, type Pace, quantityOf, staysWithTheScreen } from './habits.ts';
export { contactOf, guestName } from './people.ts';
export { ANY_QUESTIONS, type KnownQuestion } from './sayings.ts';
export { SmallTalk } from './small-talk.ts';
