/**
 * For .ci/run: prints "PASSED FAILED" of a vitest JSON report (first argument), and adds each failure's name and message to a
 * text file (second argument). A file that could not be loaded fails without a failed test.
 */
import { appendFileSync, readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const [reportFile = '', failuresFile = ''] = process.argv.slice(2);
const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));
for (const { name, status, message, assertionResults } of report.testResults) {
  if (status !== 'failed') continue;
  const failures = assertionResults.filter((test) => test.status === 'failed');
  if (failures.length === 0) appendFileSync(failuresFile, `FAILED: ${name}\n${message}\n`);
  for (const { fullName, failureMessages } of failures) {
    appendFileSync(failuresFile, `FAILED: ${name}: ${fullName}\n${failureMessages.join('\n').slice(0, 2000)}\n`);
  }
}
console.log(report.numPassedTests, report.numFailedTests || report.numFailedTestSuites);
