/** `npm run check`: every check that needs no test run, each to its end, so that one run names all faults. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHECKS = ['format', 'types', 'lint', 'imports', 'texts', 'unused'];

const failed = CHECKS.filter((check) => {
  console.log(`\n— ${check}`);
  const { status } = spawnSync('npm', ['run', '--silent', `check:${check}`], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
  return status !== 0;
});

console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
