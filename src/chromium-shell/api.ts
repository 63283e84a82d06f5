/**
 * What this shell offers of Electron's API, and no more. Three things keep it honest: `Of` fails to compile for what is
 * not true of Electron's own types, `electron.ts` must implement it, and main is compiled against it in Electron's place
 * (`api.test.ts`), so that a call which main makes and the shell lacks is found before it is run.
 */

type Of<_Real extends Narrow, Narrow> = Narrow;

export type MenuItemConstructorOptions = Electron.MenuItemConstructorOptions;
export type Rectangle = Electron.Rectangle;
export type PrinterInfo = Electron.PrinterInfo;
export type PrintToPDFOptions = Electron.PrintToPDFOptions;
export type SaveDialogOptions = Electron.SaveDialogOptions;
export type WebContentsPrintOptions = Electron.WebContentsPrintOptions;

interface Preventable {
  preventDefault(): void;
}

interface FrameShape {
  readonly url: string;
  readonly parent: FrameShape | null;
}
export type WebFrameMain = Of<Electron.WebFrameMain, FrameShape>;

export type IpcMainInvokeEvent = Of<Electron.IpcMainInvokeEvent, { readonly senderFrame: WebFrameMain | null }>;

interface IpcMainShape {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown): void;
}
export type IpcMain = Of<Electron.IpcMain, IpcMainShape>;
export declare const ipcMain: IpcMain;

interface ContentsShape {
  send(channel: string, ...args: unknown[]): void;
  reload(): void;
  forcefullyCrashRenderer(): void;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  print(options: WebContentsPrintOptions, done: (printed: boolean, failure: string) => void): void;
  printToPDF(options: PrintToPDFOptions): Promise<Buffer>;
  getPrintersAsync(): Promise<PrinterInfo[]>;
  on(event: 'will-navigate', listener: (event: Preventable & { readonly url: string }) => void): this;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): this;
  on(event: 'render-process-gone', listener: (event: object, details: { reason: string }) => void): this;
  on(event: 'did-finish-load', listener: () => void): this;
}
export type WebContents = Of<Electron.WebContents, ContentsShape>;

interface WindowShape {
  readonly webContents: WebContents;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
  restore(): void;
  maximize(): void;
  isMinimized(): boolean;
  isMaximized(): boolean;
  isDestroyed(): boolean;
  destroy(): void;
  getNormalBounds(): Rectangle;
  once(event: 'ready-to-show', listener: () => void): this;
  on(event: 'close' | 'unresponsive' | 'responsive', listener: () => void): this;
}
export type BrowserWindow = Of<Electron.BrowserWindow, WindowShape>;
/** A window without a parent is the console's own: the shell has one. */
export type WindowOptions = Omit<Electron.BrowserWindowConstructorOptions, 'parent'> & { parent?: BrowserWindow };
export declare const BrowserWindow: new (options: WindowOptions) => BrowserWindow;

interface AppShape {
  readonly isPackaged: boolean;
  enableSandbox(): void;
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<void>;
  getPath(name: 'userData'): string;
  getAppPath(): string;
  getVersion(): string;
  quit(): void;
  exit(code: number): void;
  setAsDefaultProtocolClient(protocol: string, path: string, args: string[]): boolean;
  on(event: 'second-instance', listener: (event: object, args: string[]) => void): AppShape;
  on(event: 'open-url', listener: (event: Preventable, url: string) => void): AppShape;
  on(event: 'window-all-closed', listener: () => void): AppShape;
  on(event: 'before-quit', listener: (event: Preventable) => void): AppShape;
  on(event: 'quit', listener: () => void): AppShape;
  on(event: 'web-contents-created', listener: (event: object, contents: WebContents) => void): AppShape;
}
export type App = Of<Electron.App, AppShape>;
export declare const app: App;

interface SessionShape {
  setPermissionRequestHandler(
    handler: (contents: object, permission: string, answer: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: object | null, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  on(event: 'will-download', listener: (event: Preventable) => void): SessionShape;
}
export type Session = Of<Electron.Session, SessionShape>;
export declare const session: { readonly defaultSession: Session };

export declare const protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
export declare const net: Pick<Electron.Net, 'fetch'>;
export declare const shell: { openExternal(url: string): Promise<void> };
export declare const clipboard: { writeText(text: string): void; clear(): void };
export declare const screen: { getAllDisplays(): { readonly workArea: Rectangle }[] };

export type SafeStorage = Pick<
  Electron.SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;
export declare const safeStorage: SafeStorage;

interface MenuShape {
  readonly items: readonly object[];
}
export declare const Menu: {
  buildFromTemplate(template: MenuItemConstructorOptions[]): MenuShape;
  setApplicationMenu(menu: MenuShape | null): void;
};

export declare const dialog: {
  showMessageBox(window: object, options: Electron.MessageBoxOptions): Promise<{ response: number }>;
  showSaveDialog(window: object, options: SaveDialogOptions): Promise<{ canceled: boolean; filePath: string }>;
  showErrorBox(title: string, content: string): void;
};
