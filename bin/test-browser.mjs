// Sees to it that Chromium is installed, in which the tests of the pages run: Debian's package `chromium`, where this
// user may install it. Without one those tests are skipped, and say so. Writes to stderr only.
import { existsSync } from 'node:fs';
import { installPackage, mayInstall } from './debian-package.mjs';

const CHROMIUM = '/usr/bin/chromium';

if (!existsSync(CHROMIUM)) {
  if (mayInstall()) console.error('installing Chromium, in which the tests of the pages run');
  if (!mayInstall() || !installPackage('chromium')) {
    console.error('the tests of the pages are skipped: they need the package chromium (apt-get install chromium)');
  }
}
