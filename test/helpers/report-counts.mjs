// For .ci/run: prints "PASSED FAILED" of a vitest JSON report (first argument), and adds each failure's name and
// message to a text file (second argument). A suite that fails without a failed test (it could not be loaded) counts
// as one.
import { appendFileSync, readFileSync } from 'node:fs';

const [, , reportFile, failuresFile] = process.argv;
const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
  readFileSync(reportFile, 'utf8'),
);
for (const { name, status, message, assertionResults } of testResults) {
  if (status !== 'failed') continue;
  const failures = assertionResults.filter((test) => test.status === 'failed');
  if (failures.length === 0) appendFileSync(failuresFile, `FAILED: ${name}\n${message}\n`);
  for (const { fullName, failureMessages } of failures) {
    appendFileSync(failuresFile, `FAILED: ${name}: ${fullName}\n${failureMessages.join('\n').slice(0, 2000)}\n`);
  }
}
console.log(numPassedTests, numFailedTests || numFailedTestSuites);
