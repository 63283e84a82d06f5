/**
 * What a package of the console is, for `npm run package`. What comes out is held against scripts/packaging: paths, fuses,
 * licences.
 */
import type { Configuration } from 'electron-builder';
import { packageWords as en } from './src/words/en/package.ts';
import { packageWords as zh } from './src/words/zh-CN/package.ts';

/** Written by scripts/packaging/stage.ts: what the package says of itself and of others' work in it. */
const STAGED = 'out/package';

/** By a certificate in a file or by its name in the keychain. */
const SIGNED = Boolean(process.env.CSC_LINK || process.env.CSC_NAME);

export default {
  // Windows, macOS and their keychains know the console by it: it never changes.
  appId: 'app.lockdesk.console',
  productName: en.name,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it
  artifactName: 'lockdesk-${version}-${os}-${arch}.${ext}',
  directories: { output: 'dist', buildResources: 'packaging' },

  // The build has all that main, preload and page need, so nothing else is in the package: what is not named is left out.
  files: [
    {
      from: 'out',
      to: 'out',
      filter: ['main/*.cjs', 'preload/index.cjs', 'renderer/index.html', 'renderer/assets/*'],
    },
    { from: STAGED, filter: 'package.json' },
  ],
  // `false`: electron-builder is not to collect the project's dependencies, which are the API's too.
  beforeBuild: async () => false,
  extraResources: [{ from: STAGED, to: 'licenses', filter: '*.txt' }],
  // The console's two; what Chromium says itself (a date field, a context menu) it says in these.
  electronLanguages: ['zh-CN', 'en-US'],
  extraMetadata: {
    // Its name on Linux, by which a window finds its entry in the desktop's menu.
    desktopName: 'lockdesk.desktop',
    // A Debian package must name a page, and below a person. Whoever rolls it out puts theirs.
    homepage: 'https://lockdesk.invalid',
  },
  // Agencies roll out versions themselves: no address to ask for the next one is put in.
  publish: null,

  // One file, with the hash of every part in it, and the hash of those in the program (macOS, Windows).
  asar: true,
  // Switches in Electron's binary: what the console doesn't need is not there to be abused by who can start it.
  electronFuses: {
    // ELECTRON_RUN_AS_NODE would make the signed program run anybody's script.
    runAsNode: false,
    // NODE_OPTIONS and NODE_EXTRA_CA_CERTS would change how main runs, and whom it trusts.
    enableNodeOptionsEnvironmentVariable: false,
    // --inspect would open a debugger in main, where the tokens are.
    enableNodeCliInspectArguments: false,
    // What Chromium keeps of the provider's cookies is sealed by the system's keyring.
    enableCookieEncryption: true,
    // A changed archive does not start. Electron checks it on macOS and Windows.
    enableEmbeddedAsarIntegrityValidation: true,
    // Nor does a folder laid beside it, which has no hash.
    onlyLoadAppFromAsar: true,
    // There is no snapshot of our own.
    loadBrowserProcessSpecificV8Snapshot: false,
    // The page comes by app://; a file:// page has no more rights than in a browser.
    grantFileProtocolExtraPrivileges: false,
  },

  // macOS and Linux take it from here; Windows from packaging/installer.nsh.
  protocols: { name: en.name, schemes: ['lockdesk'] },

  linux: {
    // No AppImage: where it finds no namespaces, its start script drops Chromium's sandbox without a word.
    target: ['deb', 'tar.gz'],
    executableName: 'lockdesk',
    // What follows is no switch of Chromium's, whatever a link may hold.
    executableArgs: ['--'],
    syncDesktopName: true,
    // Windows and macOS take icon.ico and icon.icns beside it, which scripts/icons.ts makes of it.
    icon: 'icon.svg',
    category: 'Office',
    maintainer: 'Lockdesk contributors <contributors@lockdesk.invalid>',
    synopsis: en.kind,
    description: en.about,
    desktop: {
      entry: {
        GenericName: en.kind,
        'Name[zh_CN]': zh.name,
        'GenericName[zh_CN]': zh.kind,
        'Comment[zh_CN]': zh.about,
      },
    },
  },

  deb: {
    // electron-builder's own list, and what a bare Debian lacks besides.
    depends: [
      'libgtk-3-0',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0',
      'libuuid1',
      'libsecret-1-0',
      'libgbm1',
      'libasound2t64 | libasound2',
    ],
  },

  // For every person of a workstation and without questions: `/S` installs silently. An .msi could not register lockdesk://.
  win: { target: 'nsis' },
  nsis: {
    oneClick: true,
    perMachine: true,
    runAfterFinish: false,
    include: 'packaging/installer.nsh',
    installerLanguages: ['zh_CN', 'en_US'],
  },

  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.business',
    // Apple's processors start nothing that is not signed, if only by nobody (`-`); and then no library is of the same team.
    hardenedRuntime: SIGNED,
    ...(!SIGNED && { identity: '-' }),
    // No more than the JavaScript engine needs: libraries must be signed by the same team.
    entitlements: 'packaging/entitlements.mac.plist',
    entitlementsInherit: 'packaging/entitlements.mac.plist',
    // By Apple, where a key for its API is in the environment (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER).
    notarize: Boolean(process.env.APPLE_API_KEY),
    extendInfo: { CFBundleLocalizations: ['zh-Hans', 'en'] },
  },
} satisfies Configuration;
