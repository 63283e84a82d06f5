import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe('me', () => {
  it('tells who is signed in', async () => {
    const answer = await api.call(PEOPLE.clerk, 'me', {});
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      subject: 'limin',
      roles: ['clerk'],
      scope: [{ prefix: '3201', name: '南京市' }],
    });
  });
});
