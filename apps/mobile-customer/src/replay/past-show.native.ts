/** A phone has it already. */
export { PastShow } from './PastShow.tsx';
