/** The one way in which Maison Lumen sends things. */
export const BY_POST = { id: 'post', name: 'By post from Ghent', price: 490, freeFrom: 6_000 };
export const postageFor = (sum: number): number => (sum >= BY_POST.freeFrom ? 0 : BY_POST.price);
