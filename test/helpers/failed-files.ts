/** For .ci/run: prints the files of a vitest JSON report (first argument) that failed, one a line. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

const [reportFile = ''] = process.argv.slice(2);
const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));
for (const { name, status } of report.testResults) {
  if (status === 'failed') console.log(relative(process.cwd(), name));
}
