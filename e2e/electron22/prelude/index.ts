/** What the console's main process finds in Electron 45 and not in 22. The order counts: each needs the one before. */
import './node.ts';
import 'core-js/stable';
import './fetch.ts';
import './electron.ts';
