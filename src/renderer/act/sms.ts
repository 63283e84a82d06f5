import { fill } from '../../words/fill.ts';
import { messages } from '../../words/zh-CN/messages.ts';
import type { ActOperation } from './subject.ts';

/** What stands in a preview for the code that nobody but the citizen sees. */
export const CODE_PLACE = '\u2060code\u2060';

/** How long a code holds is the API's to say, once there is one. */
const TIME_PLACE = '••:••';

/**
 * The text that the citizen's phone will get, in Chinese whatever the console's language: it is the very sentence that
 * the API fills. A reset sends the code; its notice is a message of its own. `now` in milliseconds of the epoch.
 */
export function smsPreview(operation: ActOperation, office: string | null, now: number): string {
  if (operation === 'forceReset') {
    return fill(messages.reset_code, { code: CODE_PLACE, until: TIME_PLACE });
  }
  return fill(messages.unlock_notice, { at: chineseTime(now), office: office ?? messages.office_unnamed });
}

/** 11 月 18 日 10:39, by the workstation's clock. */
function chineseTime(at: number): string {
  const time = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return fill(messages.time, {
    month: time.getMonth() + 1,
    day: time.getDate(),
    hour: two(time.getHours()),
    minute: two(time.getMinutes()),
  });
}
