/** How much the shop's home page asks for at first. The server puts those answers into the page, so both must mean the same. */
export const HOME = { upcoming: 20, past: 8, recommendations: 12 } as const;
