// Electron 22 starts this in place of an app of its own: what it finds at resources/app is one line that leads here.
const { app } = require('electron');
const { version } = require('./package.json');

app.setAppPath(__dirname);
app.setVersion(version);
require('./out/main/index.cjs');
