/** `npm run test:browser`: the suites that look at the dashboard in a real Chromium. */
import { findProgram, giveUp, runProject } from './run-tests.ts';

const chromium =
  process.env.PLUMBLINE_CHROMIUM ||
  findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
if (!chromium) {
  giveUp(
    'npm run test:browser needs Chromium: install it (Debian: apt-get install chromium) or name it in PLUMBLINE_CHROMIUM.',
  );
}
process.exitCode = await runProject('browser', { PLUMBLINE_CHROMIUM: chromium });
