import { type FollowedLink, LINK_SCHEME, readLink } from '../contract/link.ts';
import { Listeners } from './listeners.ts';
import { note, warn } from './log.ts';

/** What the system hands over is meant as a link of ours, whether it is one or not. */
const isMeant = (argument: string): boolean => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);

/**
 * Links that somebody followed outside the console, until a person who is signed in gets to see where they lead. The last
 * one counts. A link only shows: nothing is ever done by one.
 */
export class Links {
  readonly followed = new Listeners<null>();
  #last: FollowedLink | null = null;

  /** A command line, of this program or of a second start. Only a single link is followed: several are nobody's wish. */
  inArguments(args: readonly string[]): void {
    const links = args.filter(isMeant);
    if (links.length > 0) this.follow(links.length === 1 ? (links[0] ?? '') : '');
  }

  follow(link: string): void {
    this.#last = readLink(link);
    if (this.#last.entry_id === null) warn('link_refused');
    else note('link_followed', { entry: this.#last.entry_id });
    this.followed.tell(null);
  }

  /** Once: whoever has seen it is not led there again. */
  take(): FollowedLink | null {
    const last = this.#last;
    this.#last = null;
    return last;
  }
}
