/** The repository's root, as a directory URL. */
export const root = new URL('../', import.meta.url);

/** Ends with one plain line that says what to do. */
export function fail(message) {
  console.error(`vitrine: ${message}`);
  process.exit(1);
}

const MINIMUM = [20, 19];
/** Ends unless this Node can run Vitrine. Uses nothing that an old Node lacks. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1]))
    fail(
      `Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}. Install a newer one from your package manager or nodejs.org.`,
    );
}
