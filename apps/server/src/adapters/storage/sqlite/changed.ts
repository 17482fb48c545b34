/** The document with these changes; one that is undefined leaves its field as it is. */
export const changed = <Document extends object>(document: Document, changes: Partial<NoInfer<Document>>): Document => ({
  ...document,
  ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});
