import { Settings, type SettingsChange } from '../../contract/console.ts';
import { UNNAMED_WORKSTATION } from '../../contract/workstation.ts';
import { Listeners } from '../listeners.ts';
import { JsonFile } from './json-file.ts';

/** First start, before anyone said what this workstation is. */
export const FIRST_SETTINGS: Settings = {
  workstation_id: UNNAMED_WORKSTATION,
  window_name: '',
  channel: 'counter',
  reader_present: false,
  office_hours: { days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' },
  language: 'zh-CN',
  theme: 'system',
  density: 'normal',
  letter_keys: true,
  slip_printer: '',
};

/** A file of an older console lacks fields, one of a newer console has more: neither costs the others. */
const SettingsFile = Settings.strip().partial();

export class SettingsStore {
  readonly changed = new Listeners<Settings>();
  readonly #file: JsonFile<SettingsChange>;
  #settings: Settings;

  constructor(path: string) {
    this.#file = new JsonFile(path, SettingsFile);
    this.#settings = { ...FIRST_SETTINGS, ...this.#file.read() };
  }

  get current(): Settings {
    return this.#settings;
  }

  change(change: SettingsChange): Settings {
    this.#settings = Settings.parse({ ...this.#settings, ...change });
    this.#file.write(this.#settings);
    this.changed.tell(this.#settings);
    return this.#settings;
  }
}
