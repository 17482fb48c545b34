/** What a program needs of its surroundings, and nothing by which a shop is configured. */
const KEPT = /^(PATH|HOME|USER|LANG|LC_.*|TZ|TERM|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

/**
 * Variables for a server of the demo: everything else that this process was given is emptied, so that no demo ever reaches the database,
 * the bucket, the mail server or the payments of the shop whose settings happen to be exported here.
 */
export function demoEnvironment(given: Record<string, string | undefined>, settings: Record<string, string>): Record<string, string> {
  const emptied = Object.keys(given).filter((name) => !KEPT.test(name));
  return { ...Object.fromEntries(emptied.map((name) => [name, ''])), ...settings };
}
