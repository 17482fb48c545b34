/** Rejects with TooSlow when the answer has not come in so many milliseconds; the answer itself is then nobody's. */
export async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  let late: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new TooSlow()), milliseconds);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(late);
  }
}
/** No answer in the time that there was. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}
