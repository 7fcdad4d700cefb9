import type { APIRequestContext, APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode } from "./people";

test("003: parallel right answers over several spellings and three live challenges make one session each, one person, one practitioner", async ({
  caller,
}) => {
  // A thousand wait for one number's turn.
  if (isFull) test.setTimeout(300_000);
  const phoneNumber = newPhoneNumber();
  const digits = phoneNumber.slice(4);
  const spellings = [phoneNumber, `00352${digits}`, `+352 ${digits.slice(0, 3)} ${digits.slice(3)}`, `+352(${digits})`];
  const browsers: { request: APIRequestContext; challenge_id: string; otp: string }[] = [];
  // One after the other: the newest code in the outbox is that of the challenge just made.
  for (const spelled of spellings.slice(0, 3)) {
    const request = await caller();
    const { challenge_id } = await post(request, "/api/v1/auth/send-otp", { phone_number: spelled }, 202);
    browsers.push({ request, challenge_id, otp: await readCode(request, phoneNumber) });
  }
  const tries = Array.from({ length: isFull ? 1000 : 90 }, (_, at) => {
    const browser = browsers[at % 3];
    if (!browser) throw new Error("there are three browsers");
    const { request, challenge_id, otp } = browser;
    const spelled = { phone_number: spellings[at % spellings.length] };
    const data = { otp, ...(at % 2 === 0 ? { challenge_id } : spelled) };
    return request.post("/api/v1/auth/verify-otp", { data, timeout: 240_000 });
  });
  type Answer = { status: number; body: { is_new_user?: boolean } };
  const read = async (one: APIResponse): Promise<Answer> => ({ status: one.status(), body: await one.json() });
  const answers = await Promise.all((await Promise.all(tries)).map(read));
  const right = answers.filter(({ status }) => status === 200);
  expect(right).toHaveLength(3);
  expect(right.filter(({ body }) => body.is_new_user)).toHaveLength(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
  const made = await transaction("system", tx =>
    tx.user.findMany({
      where: { phoneNumber },
      select: { sessions: true, roles: true, practitioner: { select: { onboarding: { select: { id: true } } } } },
    }),
  );
  expect(made.map(({ sessions, roles, practitioner }) => [sessions.length, roles.length, practitioner])).toEqual([
    [3, 1, { onboarding: { id: expect.any(Number) } }],
  ]);
  expect(await transaction("system", tx => tx.practitioner.count({ where: { phoneNumber } }))).toBe(1);
});
