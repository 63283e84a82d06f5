import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { Meter, TELLING_MIN } from './meter.tsx';

const isOver = async (own: number, usual: number): Promise<boolean> => {
  const { container } = await render(<Meter own={own} usual={usual} />);
  return container.querySelector('.meter__self--over') !== null;
};

test('stands out beyond twice what is usual, and not for the few of a quiet day', async () => {
  expect(await isOver(TELLING_MIN, 0)).toBe(true);
  expect(await isOver(TELLING_MIN - 1, 0)).toBe(false);
  expect(await isOver(40, 20)).toBe(false);
  expect(await isOver(41, 20)).toBe(true);
});
