import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './project.mjs';

/** So much of a failure's message is told again at the end of the run: the whole one stands where the test ran. */
const MESSAGE_LINES = 12;

/** Where a suite's runner writes its report. */
export function reportFile(suite) {
  return `.cache/${suite}.json`;
}

/** What a suite came to, by the report that Vitest and Jest write alike. A run that ended badly without a failed test (a crash, a failing set-up) is one failure. */
export function readReport(suite, exitCode) {
  const file = new URL(reportFile(suite), root);
  const { numPassedTests = 0, testResults = [] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const failures = testResults.flatMap(failuresOf);
  if (exitCode !== 0 && failures.length === 0) failures.push({ name: `${suite}: ended with code ${exitCode}`, message: '' });
  return { passed: numPassedTests, failures };
}

function failuresOf({ name: file, status, message, assertionResults }) {
  const place = relative(fileURLToPath(root), file);
  const failed = assertionResults
    .filter((each) => each.status === 'failed')
    .map(({ fullName, failureMessages }) => ({ name: `${place}: ${fullName}`, message: failureMessages.join('\n') }));
  return failed.length === 0 && status === 'failed' ? [{ name: place, message: message ?? '' }] : failed;
}

/** Says what failed, where a run's end is looked at. */
export function printFailures(failures) {
  for (const { name, message } of failures) {
    console.log(`\nFAILED ${name}`);
    for (const line of message.split('\n').slice(0, MESSAGE_LINES)) if (line.trim()) console.log(`  ${line}`);
  }
}
