/** The same texts in another language: every key of the first, and nothing else. */
export type Translation<Text> = {
  readonly [Key in keyof Text]: Text[Key] extends string
    ? string
    : Text[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translation<Text[Key]>;
};
