/** A room as those who are in it know it. */
export interface JoinedRoom<Member> {
  readonly streamId: string;
  readonly members: Set<Member>;
  readonly isClosed: boolean;
  /** Who is in it or about to be. */
  users: number;
  close(): void;
}
