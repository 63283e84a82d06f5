import * as z from 'zod';
import { FormerStaff } from '../../contract/console.ts';
import type { Me } from '../../contract/staff.ts';
import { JsonFile } from './json-file.ts';

/** More than work at one counter; the sign-in screen lists them all. */
const KEPT = 8;

/** Who signed in on this workstation, the latest first: so that the next person can pick their name. */
export class FormerStaffStore {
  readonly #file: JsonFile<FormerStaff[]>;
  #list: FormerStaff[];

  constructor(path: string) {
    this.#file = new JsonFile(path, z.array(FormerStaff.strip()));
    this.#list = this.#file.read() ?? [];
  }

  list(): FormerStaff[] {
    return this.#list;
  }

  find(subject: string): FormerStaff | null {
    return this.#list.find((person) => person.subject === subject) ?? null;
  }

  saw(person: Me): void {
    const { subject, name, staff_number, roles } = person;
    const seen = { subject, name, staff_number, roles, last_seen_at: new Date().toISOString() };
    this.#list = [seen, ...this.#list.filter((other) => other.subject !== subject)].slice(0, KEPT);
    this.#file.write(this.#list);
  }
}
