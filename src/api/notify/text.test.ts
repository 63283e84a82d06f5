import { describe, expect, it } from 'vitest';
import { messages as en } from '../../words/en/messages.ts';
import { messages as zh } from '../../words/zh-CN/messages.ts';
import { messageText, type Notice } from './text.ts';

const AT = new Date('2026-11-18T02:39:00.000Z');
const OFFICE = '南京市车管所鼓楼分所';
/** Two concatenated SMS in UCS-2 (3GPP TS 23.040). */
const TWO_SMS = 134;

describe('a message', () => {
  it.each<[Notice, string]>([
    [
      { kind: 'lock_notice', cause: 'many_wrong_passwords', until: AT },
      '您的账号因多次输错密码已暂停登录，11 月 18 日 10:39 自动恢复。如非本人操作，请带身份证到任一车管所。',
    ],
    [
      { kind: 'lock_notice', cause: 'spread_sources', until: null },
      '您的账号因多处异常登录已暂停登录。请本人带身份证到任一车管所，核验后当场恢复。',
    ],
    [
      { kind: 'unlock_notice', at: AT, office: OFFICE },
      '您的账号已于 11 月 18 日 10:39 由南京市车管所鼓楼分所解锁，密码未变。如非本人办理，请立即带身份证到任一车管所。',
    ],
    [
      { kind: 'reset_notice', at: AT, office: null },
      '您的账号已于 11 月 18 日 10:39 由车管所重置密码，全部设备已退出。如非本人办理，请立即带身份证到任一车管所。',
    ],
    [
      { kind: 'reset_code', code: 'M4T9XK2PV', until: AT },
      '重置码 M4T 9XK 2PV，11 月 18 日 10:39 前有效，只能用一次。请在登录页自己输入，工作人员也不会索要。',
    ],
  ])('of %j', (notice, text) => {
    expect(messageText(notice, 'Asia/Shanghai')).toBe(text);
    expect(text.length).toBeLessThanOrEqual(TWO_SMS);
  });

  it('has the same marks in both languages', () => {
    const marks = (words: object): unknown =>
      Object.fromEntries(
        Object.entries(words).map(([key, value]) => [
          key,
          typeof value === 'string' ? [...value.matchAll(/\{\{\w+\}\}/g)].map(String).sort() : marks(value),
        ]),
      );
    expect(marks(en)).toEqual(marks(zh));
  });
});
