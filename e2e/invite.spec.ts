import type { APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { readLogs } from "@/lib/platform/testing/traces";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { inviteApi, newGuest, newInvited, readLink } from "./own-invite";
import { dataOf, post, readCode } from "./people";

const outcomeOf = async (answer: APIResponse) => {
  const { data, error } = await answer.json();
  return { status: answer.status(), code: error?.code ?? null, data };
};
const all = ["terms", "personal_data"];

test("001, E16: an invited member comes aboard by the API alone; the link says what it is about, and nothing of who it is for", async ({
  staff,
  caller,
}) => {
  const [admin, request] = [await staff("admin"), await caller()];
  const { token, email, phone, name, plan, id } = await newInvited(admin.request);
  const page = `${inviteApi}/invite/${token}`;
  const told = await (await request.get(`${page}/details`)).text();
  expect(JSON.parse(told).data).toMatchObject({
    status: "invited",
    plan: { name: plan },
    missing: ["dob"],
    wording: "2026-11",
  });
  for (const secret of [email, phone, name]) expect(told, secret).not.toContain(secret);
  const wrong = await outcomeOf(
    await request.post(`${page}/details`, { data: { dob: "2990-01-01", email_id: "a@b.c" } }),
  );
  expect([wrong.status, wrong.code], "where somebody is reached is no detail").toEqual([400, "invalid_request"]);
  await post(request, `${page}/details`, { dob: "1990-12-10" });
  const sent = await post(request, `${inviteApi}/get-email-activation-otp`, { invite_token: token }, 202);
  expect(sent).toMatchObject({ expires_in: 300, resend_in: 60, to: expect.stringMatching(/^g•••@/) });
  const bySms = { invite_token: token, channel: "sms" };
  expect(await post(request, `${inviteApi}/get-email-activation-otp`, bySms, 202)).toMatchObject({
    to: `•••• ${phone.slice(-4)}`,
  });
  const otp = await readCode(request, email);
  const answer = { invite_token: token, challenge_id: sent.challenge_id, otp };
  const signIn = await request.post("/api/v1/auth/verify-otp", { data: { challenge_id: sent.challenge_id, otp } });
  expect((await outcomeOf(signIn)).code, "such a code signs nobody in").toBe("invalid_code");
  expect((await outcomeOf(await (await caller()).post(`${inviteApi}/validate-otp`, { data: answer }))).status).toBe(
    422,
  );
  const { activation_token } = await post(request, `${inviteApi}/validate-otp`, answer);
  const bare = await request.post(`${page}/accept`, { data: { activation_token, consents: ["terms"] } });
  expect((await bare.json()).error.errors).toMatchObject([{ field: "consents.personal_data", code: "required" }]);
  const done = await post(request, `${page}/accept`, { activation_token, consents: all });
  expect(done).toMatchObject({ status: "activated", subscription_id: expect.stringMatching(/^ms_/) });
  const again = await request.post(`${page}/accept`, { data: { activation_token, consents: all } });
  expect(await outcomeOf(again)).toEqual({
    ...{ status: 409, code: "already_active", data: { subscription_id: done.subscription_id } },
  });
  const mails = await dataOf(await request.get("/api/dev/outbox", { params: { to: email } }));
  const subjects = mails.map((mail: { subject: string }) => mail.subject);
  expect(subjects).toEqual([
    `Your plan is active: ${plan}`,
    expect.stringContaining("code"),
    expect.stringMatching(/invites you to/),
  ]);
  expect(await dataOf(await admin.request.get(`/api/v1/admin/members/${id}`))).toMatchObject({ state: "activated" });
  for (const [file, lines] of readLogs())
    expect(
      lines.filter(line => line.includes(token)),
      file,
    ).toEqual([]);
});

test("E17, E18, C15: an admin invites; the member opens the newest link, tells what is missing, agrees, shows a code and has the plan; each old link says what it is", async ({
  staff,
  pageOf,
  page,
  open: openContext,
}) => {
  const admin = await staff("admin");
  const guest = await newGuest(admin.request);
  const desk = await pageOf(admin);
  await open(desk, `/admin/members/${guest.id}`);
  await desk.getByRole("button", { name: "Invite" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
  const card = desk.locator("section").filter({ has: desk.getByRole("heading", { name: "Invitation" }) });
  await expect(card).toContainText("E-mail, SMS");
  await look(desk, "an invited member");
  const old = await readLink(admin.request, guest.email);
  await card.getByRole("button", { name: "Send again" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Send again" }).click();
  await expect.poll(() => readLink(admin.request, guest.email)).not.toBe(old);
  const token = await readLink(admin.request, guest.email);

  await open(page, `/invite/${old}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A newer link was sent");
  await expect(page.getByRole("main")).toContainText("g•••@");
  await look(page, "a replaced invite");
  await test.step("without scripts another language can be chosen, though other sites are told no address", async () => {
    const plain = await (await openContext()).newPage();
    await plain.route(/\.js(\?|$)/, route => route.abort());
    await plain.goto(`/invite/${token}`);
    await plain.getByRole("button", { name: "Français" }).click();
    await expect(plain.locator("html")).toHaveAttribute("lang", "fr");
  });
  const answer = await page.goto(`/invite/${token}`);
  const headers = answer?.headers() ?? {};
  expect([headers["referrer-policy"], headers["cache-control"]]).toEqual(["same-origin", "private, no-store"]);
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(page.getByRole("contentinfo").or(page.locator("main footer"))).toContainText("Write to");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "problem" })).toBeVisible();
  await look(page, "details that are missing");
  await page.getByLabel("Date of birth").fill("1990-12-10");
  await page.getByLabel("Date of birth").press("Enter");
  await expect(page.getByRole("heading", { name: "What you agree to" })).toBeFocused();
  await page.getByRole("button", { name: "Continue" }).click();
  await look(page, "consents that are missing");
  for (const label of [/terms/, /details are used/]) await page.getByRole("checkbox", { name: label }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await look(page, "ways to a code");
  await page.getByRole("button", { name: /by e-mail/ }).click();
  await expect(page.getByLabel("Security code")).toBeFocused();
  await look(page, "the code of an invite");
  await page.getByLabel("Security code").fill(await readCode(admin.request, guest.email));
  const confirm = page.getByRole("button", { name: "Confirm and begin my plan" });
  if (await confirm.isVisible()) await confirm.click();
  await expect(page.getByText("Your plan has begun", { exact: true })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`${guest.plan} has been active since`);
  await look(page, "an invite that was taken up");
  await expect(page.getByRole("main"), "and it stays there").toContainText(`${guest.plan} has been active since`);
  expect(page.url(), "nothing is told by the address").toMatch(new RegExp(`/invite/${token}$`));
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await open(page, `/invite/${token}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your plan has begun already");
  await page.getByRole("radio", { name: "5 of 5, very easy" }).press("Space");
  await look(page, "an invite that was taken up, and how it was");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("You gave 5 of 5 to setting up.")).toBeVisible();
  await open(page, `/invite/${token}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your plan has begun already");
  await expect(page.getByRole("radio"), "asked once").toHaveCount(0);
  await desk.reload();
  await expect(card).toContainText("Taken up");
});

/** Makes an invite so many hours older; its time to be taken up goes on where only the link shall be over. */
const age = (memberId: number, hours: number, isLinkAlone = false) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE member_invite SET created_at = created_at - make_interval(hours => ${hours}::int), expires_at = expires_at - make_interval(hours => ${hours}::int),
        take_up_until = take_up_until - make_interval(hours => ${isLinkAlone ? 0 : hours}::int) WHERE member_id = ${memberId}`,
  );

test("E16, E17: a link that is over, taken back or not needed any more says which, whom to ask, and sends a new one where that helps", async ({
  staff,
  caller,
  page,
}) => {
  const [{ request }, guest] = [await staff("admin"), await caller()];
  const starts_on = `${new Date().getUTCFullYear() + 1}-12-01`;
  const plans = [{}, {}, {}, { allows_auto: true, starts_on }, { starts_on }];
  const invites = await Promise.all(plans.map(plan => newInvited(request, plan)));
  const [over, revoked, late, due, waiting] = invites.map(one => ({ ...one, api: `${inviteApi}/invite/${one.token}` }));
  if (!over || !revoked || !late || !due || !waiting) throw new Error("five invites were expected");
  const member = (id: number) => `/api/v1/admin/members/${id}`;
  await age(over.id, 25, true);
  await post(request, `${member(revoked.id)}/revoke`, { reason: "sent to the wrong person" });
  for (const { id } of [late, due]) await age(id, 24 * 4);
  await post(guest, `${waiting.api}/details`, { dob: "1990-12-10" });
  const sent = await post(guest, `${inviteApi}/get-email-activation-otp`, { invite_token: waiting.token }, 202);
  const otp = await readCode(guest, waiting.email);
  const answer = { invite_token: waiting.token, challenge_id: sent.challenge_id, otp };
  const { activation_token } = await post(guest, `${inviteApi}/validate-otp`, answer);
  await post(guest, `${waiting.api}/accept`, { activation_token, consents: all });
  // The worker ends what was not taken up in time.
  await expect
    .poll(async () => (await dataOf(await request.get(member(due.id)))).state, { timeout: 60_000 })
    .toBe("scheduled");

  for (const [{ api, token }, status, told, heading, text] of [
    [over, 410, { reason: "expired", is_renewable: true }, "This link is over", "We can send you a new one"],
    [revoked, 410, { reason: "revoked" }, "This invitation was taken back", "Your employer has withdrawn it"],
    [late, 410, { reason: "expired", is_renewable: false }, "This link is over", "Ask your employer for a new one"],
    [due, 410, { reason: "expired", is_renewable: false }, "This link is over", "Your plan begins by itself on"],
    [waiting, 409, {}, "Your plan is on its way", "Your plan begins by itself on"],
  ] as const) {
    expect.soft(await outcomeOf(await guest.get(`${api}/details`)), text).toMatchObject({ status, data: told });
    await page.goto(`/invite/${token}`);
    await expect.soft(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expect.soft(page.getByRole("main")).toContainText(text);
    await expect.soft(page.getByRole("main")).toContainText("Write to");
  }
  await look(page, "an invite whose plan comes");
  await page.goto(`/invite/${over.token}`);
  await look(page, "an invite whose link is over");
  await page.getByRole("button", { name: "Send me a new link" }).click();
  await expect(page.getByText("a new link is on its way to you")).toBeVisible();
  const fresh = await readLink(request, over.email);
  expect(fresh).not.toBe(over.token);
  expect((await guest.get(`${inviteApi}/invite/${fresh}/details`)).status()).toBe(200);
});
