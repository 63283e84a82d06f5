import type { Cause } from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import { messages } from '../../words/zh-CN/messages.ts';

/** What a citizen is told, before it is words. */
export type Notice =
  | { kind: 'lock_notice'; cause: Cause; until: Date | null }
  | { kind: 'unlock_notice'; at: Date; office: string | null }
  | { kind: 'reset_notice'; at: Date; office: string | null }
  | { kind: 'reset_code'; code: string; until: Date };

/** The text of the message, in Chinese: what the register says of a citizen names no language. */
export function messageText(notice: Notice, timeZone: string): string {
  const time = (at: Date) => timeText(at, timeZone);
  switch (notice.kind) {
    case 'lock_notice': {
      const cause = messages.cause[notice.cause];
      if (notice.until === null) return fill(messages.lock_notice.permanent, { cause });
      return fill(messages.lock_notice.temporary, { cause, until: time(notice.until) });
    }
    case 'unlock_notice':
    case 'reset_notice':
      return fill(messages[notice.kind], { at: time(notice.at), office: notice.office ?? messages.office_unnamed });
    case 'reset_code':
      return fill(messages.reset_code, { code: spaced(notice.code), until: time(notice.until) });
  }
}

/** 11 月 18 日 10:39. With the day: messages are read late. */
function timeText(at: Date, timeZone: string): string {
  const parts = formatOf(timeZone)
    .formatToParts(at)
    .map(({ type, value }) => [type, value]);
  return fill(messages.time, Object.fromEntries(parts));
}

/** Kept by time zone: to make one takes longer than all else about an act's message. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formats.get(timeZone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** In threes, to be typed from one screen into another. */
const spaced = (code: string): string => code.replaceAll(/(.{3})(?=.)/g, '$1 ');
