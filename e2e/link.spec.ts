/** Links from outside: `lockdesk://entry/ID` opens the ledger at one entry, and nothing else does anything. */
import { entryLink } from '../src/contract/link.ts';
import { type Console, expect, signIn, test } from './fixture/index.ts';

/** What the clerk did last, once it has a number in the ledger. */
async function lastEntryOf({ page }: Console): Promise<{ id: string; index: number }> {
  for (;;) {
    const answer = await page.evaluate(() => window.lockdesk.operations.listEntries({}));
    if (!answer.ok) throw new Error(answer.failure.code);
    const [entry] = answer.value.items;
    if (entry && entry.index !== null) return { id: entry.id, index: entry.index };
  }
}

const detailOf = ({ page }: Console) => page.getByRole('region', { name: '所选记录' });

test('a link to a running console brings it there, at the start too; each person sees what they may', async ({
  openConsole,
  system,
}) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  await clerk.page.getByRole('textbox', { name: '查找公民账号' }).fill('wangming');
  await clerk.page.keyboard.press('Enter');
  const entry = await lastEntryOf(clerk);
  const title = { name: `记录 ${entry.index}` };
  await clerk.startAgain([entryLink(entry.id)]);
  await expect(detailOf(clerk).getByRole('heading', title)).toBeVisible();
  await clerk.close();

  // At the start nobody is signed in: it waits for whoever comes.
  const auditor = await openConsole({ args: [entryLink(entry.id)] });
  await signIn(auditor, system, 'hejia');
  await expect(detailOf(auditor).getByRole('heading', title)).toBeVisible();
  await expect(auditor.page).toHaveURL(/#\/ledger\?/);
  await auditor.close();

  const other = await openConsole({ args: [entryLink(entry.id)] });
  await signIn(other, system, 'zhangwei');
  await expect(detailOf(other).getByText('没有找到这条记录')).toBeVisible();
});

test('hostile links do nothing, and the console says so', async ({ console: auditor, system }) => {
  await signIn(auditor, system, 'hejia');
  const { page } = auditor;
  await page.getByRole('link', { name: '设置' }).click();
  const id = '01910a3e-0000-7000-8000-000000000001';
  const hostile = [
    [`lockdesk://account/${id}`],
    [`lockdesk://entry/${id}/unlock?reason=other`],
    [`lockdesk://entry/${id}" --gpu-launcher="touch /tmp/x`],
    ['--', `lockdesk://entry/../../${id}`],
    [`lockdesk://entry/${'0'.repeat(5_000)}`],
    [entryLink(id), entryLink(id)],
  ];
  for (const args of hostile) {
    await auditor.startAgain(args);
    await expect(page.getByText(/不是 Lockdesk 的记录链接/)).toBeVisible();
    await page.getByRole('button', { name: '知道了' }).click();
  }
  await auditor.startAgain([`--url=${entryLink(id)}`, id]);
  await expect(page.getByText(/不是 Lockdesk 的记录链接/)).toBeHidden();
  await expect(page).toHaveURL(/#\/settings$/);
});
