// Electron 22 starts this in place of an app of its own: what it finds at resources/app is one line that leads here.
const { url: debuggerUrl } = require('node:inspector');
const { app } = require('electron');
const { version } = require('./package.json');

app.setAppPath(__dirname);
app.setVersion(version);

// Playwright says so when it has taken hold of the program; a window that is half loaded by then is one it may miss.
if (debuggerUrl() !== undefined) {
  const taken = new Promise((resolve) => Object.assign(globalThis, { __playwright_run: resolve }));
  const ready = app.whenReady();
  app.whenReady = () => taken.then(() => ready);
}
require('./out/main/index.cjs');
