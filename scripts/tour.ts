/**
 * The tour: the built console in headless Chromium does the clerk's and the supervisor's job once on a running system,
 * step by step, and leaves a picture of each step and a report. It goes through the same pages as the e2e specs, so what
 * it shows is what is tested.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { type Citizen, citizenAt, lockOut } from '../e2e/fixture/citizen.ts';
import { type Console, openConsole, removeConsole } from '../e2e/fixture/console.ts';
import { settled } from '../e2e/fixture/settled.ts';
import { signIn } from '../e2e/fixture/sign-in.ts';
import type { System } from '../e2e/fixture/system.ts';
import { chooseBrowser } from '../src/chromium-shell/browser.ts';
import type { Language } from '../src/contract/common.ts';
import { tour as en } from '../src/words/en/tour.ts';
import { fill } from '../src/words/fill.ts';
import { tour as zh } from '../src/words/zh-CN/tour.ts';
import { reportPage } from './tour-report.ts';

type StepName = keyof typeof zh.steps;
const STEPS = Object.keys(zh.steps) as StepName[];
const NEW_PASSWORD = 'qiutian-manbu-7319-shizi';
/** The demo's offices are in China: times on its screens are theirs. */
const TIME_ZONE = 'Asia/Shanghai';

export interface TourOptions {
  system: Pick<System, 'api' | 'issuer' | 'citizens' | 'staffPassword'>;
  language: Language;
  theme: 'light' | 'dark';
  /** Folder for pictures and report; made if it is not there. */
  folder: string;
  /** Breaks it off: it then throws, when all that it opened is closed. */
  signal: AbortSignal;
  tell(sentence: string): void;
}

export const tourWords = (language: Language) => (language === 'en' ? en : zh);

/**
 * Goes through it once.
 *
 * @returns the report's file
 * @throws where a step did not come about
 */
export async function runTour({ system, language, theme, folder, signal, tell }: TourOptions): Promise<string> {
  const words = tourWords(language);
  await mkdir(folder, { recursive: true });
  const pictures: { name: StepName; text: string; file: string }[] = [];
  const show = async (name: StepName, page: Page) => {
    const file = `${String(STEPS.indexOf(name) + 1).padStart(2, '0')}-${name}.png`;
    tell(fill(words.step, { number: STEPS.indexOf(name) + 1, count: STEPS.length, text: words.steps[name] }));
    await settled(page);
    await page.screenshot({ path: path.join(folder, file), animations: 'disabled' });
    pictures.push({ name, text: words.steps[name], file });
  };

  const { env, ...chosen } = await chooseBrowser(true);
  // Left to itself Playwright would end this process on a signal, before the system has ended.
  const unasked = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const phones = await chromium.launch({ ...chosen, ...unasked, env: { ...process.env, ...env } });
  const consoles: Console[] = [];
  const open = async () => {
    const opened = await openConsole(system, { settings: { language, theme }, env: { TZ: TIME_ZONE } });
    consoles.push(opened);
    return opened;
  };
  // Whatever waits for a page then waits no longer.
  const breakOff = () => {
    void Promise.allSettled([phones.close(), ...consoles.map(({ page }) => page.close())]);
  };
  signal.addEventListener('abort', breakOff);
  try {
    const [clerk, supervisor] = [await open(), await open()];
    signal.throwIfAborted();
    const phone = () => phones.newContext({ locale: language, timezoneId: TIME_ZONE, colorScheme: theme });
    const [first, second] = await unusedCitizens(system, phone, words.people_used);
    const { page } = clerk;
    const search = page.locator('header input');
    const receipt = page.getByRole('complementary');

    await signIn(clerk, system, 'limin');
    await expect(search).toBeFocused();
    await show('list', page);

    await lockOut(first);
    await show('citizen_locked', first.page);

    await search.pressSequentially(first.document, { delay: 20 });
    await expect(page.getByText(/输错 5 次密码|5 wrong passwords/)).toBeVisible();
    await expect(page.getByRole('table').first()).toBeVisible();
    await show('account', page);
    await confirm(page, 'u', () => show('unlock', page));
    await expect(page.getByText(/通知短信已送出|Notice by SMS sent/)).toBeVisible();
    await show('receipt', page);

    await first.signIn(first.password);
    await expect(receipt.getByText(/^(已登录|Signed in)/)).toBeVisible();
    await show('signed_in', page);
    await show('citizen_told', first.page);
    await page.keyboard.press('Enter');

    await lockOut(second);
    await search.pressSequentially(second.document, { delay: 20 });
    await expect(page.getByText(/输错 5 次密码|5 wrong passwords/)).toBeVisible();
    await confirm(page, 'r', () => show('reset', page));
    await expect(receipt).toBeVisible();
    await show('reset_done', page);
    await redeem(system, second);
    await show('citizen_code', second.page);
    await expect(receipt.getByText(/已换新密码并登录|New password, signed in/)).toBeVisible();
    await show('reset_followed', page);

    await signIn(supervisor, system, 'zhoujianguo');
    await supervisor.page.locator('nav a[href$="#/ledger"]').click();
    const entry = supervisor.page.getByRole('row', { name: /解锁.+李敏|Unlock.+李敏/ }).first();
    await entry.click();
    await expect(supervisor.page.getByText('032417')).toBeVisible();
    await show('entry', supervisor.page);
  } finally {
    signal.removeEventListener('abort', breakOff);
    for (const console of consoles) {
      await console.close();
      await removeConsole(console);
    }
    await phones.close();
  }

  const report = path.join(folder, 'index.html');
  await writeFile(report, reportPage(language, words, pictures));
  return report;
}

/** Opens the act's dialog by its key, verifies by ID card, shows the dialog, confirms. */
async function confirm(page: Page, key: 'u' | 'r', show: () => Promise<void>): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole('dialog').getByRole('radio').first().check({ force: true });
  await show();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function redeem(system: TourOptions['system'], { page, document }: Citizen): Promise<void> {
  await page.goto(`${system.citizens}/redeem`);
  const message = page.getByText(/^重置码 /).last();
  const code = /重置码 (\S{3} \S{3} \S{3})/.exec((await message.textContent()) ?? '')?.[1] ?? '';
  await page.locator('input[name=name]').fill(document);
  await page.locator('input[name=code]').fill(code);
  await page.locator('form.form button[type=submit]').click();
  await page.locator('input[name=password]').fill(NEW_PASSWORD);
  await page.locator('form.form button[type=submit]').click();
  await page.waitForURL(/\/home$/);
}

/** Two demo citizens of the clerk's city who still have the password they were given. */
async function unusedCitizens(
  system: TourOptions['system'],
  phone: () => Promise<BrowserContext>,
  none: string,
): Promise<[Citizen, Citizen]> {
  const look = await phone();
  const page = await look.newPage();
  await page.goto(system.citizens);
  const rows = await page.locator('li[data-citizen]').all();
  const unused: number[] = [];
  for (const [index, row] of rows.entries()) {
    const document = await row.locator('[data-field=document]').textContent();
    const kept = (await row.locator('[data-field=password]').count()) === 1;
    if (kept && document?.startsWith('3201')) unused.push(index);
  }
  await look.close();
  const [first, last] = [unused.at(0), unused.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error(none);
  return [await citizenAt(system, await phone(), first), await citizenAt(system, await phone(), last)];
}
