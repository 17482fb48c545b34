export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
export interface PageRequest {
  cursor?: string;
  limit: number;
}
