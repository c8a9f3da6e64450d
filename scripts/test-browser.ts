/** `npm run test:browser`: the suites that look at the dashboard in a real Chromium. */
import { findChromium, giveUp, runProject } from './run-tests.ts';

const chromium = findChromium();
if (!chromium) {
  giveUp(
    'npm run test:browser needs Chromium: install it (Debian: apt-get install chromium) or name it in PLUMBLINE_CHROMIUM.',
  );
}
process.exitCode = await runProject('browser', { PLUMBLINE_CHROMIUM: chromium });
