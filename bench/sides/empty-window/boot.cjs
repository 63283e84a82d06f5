// The peer of the console on Electron: a window, and in it a page with one sign, as nothing is never painted.
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

void app
  .whenReady()
  .then(() => new BrowserWindow({ width: 1366, height: 768 }).loadFile(path.join(__dirname, 'index.html')));
