import { beforeEach, expect, test } from "vitest";
import { arrive } from "@/lib/kinds";
import type { Audience } from "@/lib/platform/auth/schema";
import { sendOtp, verifyOtp } from "@/lib/platform/auth/service";
import { toSignedInFacts } from "@/lib/platform/auth/view";
import { randomToken } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { toWire } from "@/lib/platform/http/wire";
import { listMessages } from "@/lib/platform/notifications/queries";
import { arriveAsPractitioner } from "./service/arrive";
import { completeStep } from "./service/complete-step";

let serial = 100_000;
let phoneNumber = "";
let from = { address: "", agent: "test" };
beforeEach(() => {
  serial += 1013;
  from = { address: `2001:db8:${serial.toString(16).slice(-4)}::1`, agent: "test" };
  phoneNumber = `+352621${serial}`;
});

async function signIn({ spelled = phoneNumber, audience }: { spelled?: string; audience?: Audience } = {}) {
  const browser = randomToken(24);
  const { challengeId } = await sendOtp({ phoneNumber: spelled, audience }, { browser, ...from });
  const [message] = await listMessages({ to: phoneNumber });
  return verifyOtp({ challengeId, otp: message?.code ?? "" }, { arrive, caller: { browser, ...from } });
}
const factsOf = async (...given: Parameters<typeof signIn>) => toWire(toSignedInFacts(await signIn(...given)));
const rows = () =>
  transaction("system", tx =>
    tx.practitioner.findMany({
      where: { phoneNumber },
      include: { onboarding: { include: { steps: true } }, user: { include: { roles: true } } },
    }),
  );
const call = (data: object = {}) =>
  transaction("system", tx =>
    tx.practitioner.create({
      data: {
        phoneNumber,
        name: "John Doe",
        email: "john@yogastudio.com",
        practiceType: "Yoga Studio",
        location: "New York",
        isContacted: true,
        contactStatus: "interested",
        lastContactedDate: new Date("2026-03-03T10:00:00Z"),
        ...data,
      },
    }),
  );

test("003, scenario 1: a new number makes practitioner and onboarding, and is told so in 003's words", async () => {
  expect(await factsOf()).toEqual({
    is_new_user: true,
    needs_onboarding: true,
    prefilled_data: null,
    has_calling_data: false,
    redirect_to: "/onboarding",
  });
  const [made, ...others] = await rows();
  expect(others).toEqual([]);
  expect(made?.crmFirstLoginDate).not.toBeNull();
  expect(made?.onboarding?.steps).toHaveLength(5);
  expect(made?.user?.roles.map(({ role }) => role)).toEqual(["practitioner"]);
});

test("003, scenario 2: a number that was called is linked, whatever its spelling, and told what is known", async () => {
  const before = await call();
  expect(
    await factsOf({ spelled: `00 ${phoneNumber.slice(1, 4)} (${phoneNumber.slice(4, 7)}) ${phoneNumber.slice(7)}` }),
  ).toEqual({
    is_new_user: false,
    needs_onboarding: true,
    prefilled_data: {
      first_name: "John",
      last_name: "Doe",
      email: "john@yogastudio.com",
      location: "New York",
      phone_number: phoneNumber,
      has_calling_data: true,
      practice_type: "Yoga Studio",
    },
    has_calling_data: true,
    redirect_to: "/onboarding",
  });
  const [linked, ...others] = await rows();
  expect(others).toEqual([]);
  expect(linked?.id).toBe(before.id);
  const first = linked?.crmFirstLoginDate;
  expect(first).not.toBeNull();
  expect(await factsOf()).toMatchObject({ is_new_user: false, needs_onboarding: true });
  expect((await rows())[0]?.crmFirstLoginDate).toEqual(first);
});

test("003, scenario 3: who is through goes to the dashboard; what was saved in between wins over the call", async () => {
  await call({ name: "Madonna" });
  expect(await factsOf()).toMatchObject({ prefilled_data: { first_name: "Madonna", last_name: null } });
  const [{ id, userId } = { id: 0, userId: 0 }] = await rows();
  const actor = { userId: userId ?? 0, practitionerId: id };
  const save = (slug: Parameters<typeof completeStep>[0]["slug"], input: object) =>
    completeStep({ slug, input, actor, address: "::1" });
  await save("basic-info", { firstName: "Louise", lastName: "Ciccone", email: "l@example.com", location: "Bay City" });
  expect(await factsOf()).toMatchObject({
    prefilled_data: { first_name: "Louise", last_name: "Ciccone", email: "l@example.com", location: "Bay City" },
  });
  await save("visual-profile", { bannerUrls: [], bannerAlts: [], profileUrl: null, profileAlt: null });
  const details = { practiceType: null, languages: ["English"], teachingStyles: [], specializations: ["Voice"] };
  await save("professional-details", details);
  await save("bio-about", { shortBio: "I teach people to breathe.", detailedIntro: null });
  const last = await save("experience-certifications", { workExperiences: [], certifications: [] });
  expect(last).toMatchObject({ onboardingComplete: true, nextStep: null, redirectTo: "/dashboard" });
  expect(await factsOf()).toEqual({
    is_new_user: false,
    needs_onboarding: false,
    prefilled_data: null,
    has_calling_data: true,
    redirect_to: "/dashboard",
  });
});

test("row D23: who has other roles besides chooses, and is told of the profile what 003 tells; who comes for another product is not", async () => {
  await call();
  const roles = { create: [{ role: "practitioner" as const }, { role: "operator" as const }] };
  await transaction("system", tx => tx.user.create({ data: { phoneNumber, roles } }));
  expect(await factsOf()).toMatchObject({
    needs_onboarding: true,
    has_calling_data: true,
    prefilled_data: { first_name: "John", practice_type: "Yoga Studio" },
    redirect_to: "/choose",
  });
  expect(await factsOf({ audience: "admin" })).toMatchObject({
    needs_onboarding: false,
    prefilled_data: null,
    redirect_to: "/admin",
  });
});

test("who comes for another product does not become a practitioner, though the number was called", async () => {
  await call();
  await expect(signIn({ audience: "admin" })).rejects.toMatchObject({ code: "forbidden" });
  expect((await rows())[0]).toMatchObject({ userId: null, crmFirstLoginDate: null, onboarding: null });
});

test("who had the role before there were rows of practitioners gets one at the next sign-in", async () => {
  await transaction("system", tx =>
    tx.user.create({ data: { phoneNumber, roles: { create: { role: "practitioner" } } } }),
  );
  expect(await factsOf()).toMatchObject({ is_new_user: false, needs_onboarding: true, redirect_to: "/onboarding" });
  expect(await rows()).toHaveLength(1);
});

test("a sign-in that fails at its end leaves neither account nor practitioner", async () => {
  const browser = randomToken(24);
  const { challengeId } = await sendOtp({ phoneNumber }, { browser, ...from });
  const [message] = await listMessages({ to: phoneNumber });
  const failing: typeof arrive = async (tx, who) => {
    await arrive(tx, who);
    throw new Error("the power went");
  };
  const answer = { challengeId, otp: message?.code ?? "" };
  await expect(verifyOtp(answer, { arrive: failing, caller: { browser, ...from } })).rejects.toThrow("the power went");
  expect(await rows()).toEqual([]);
  expect(await transaction("system", tx => tx.user.count({ where: { phoneNumber } }))).toBe(0);
});

test("of twenty first sign-ins at once of somebody who had the role before, one makes the practitioner", async () => {
  const { id: userId } = await transaction("system", tx =>
    tx.user.create({ data: { phoneNumber, roles: { create: { role: "practitioner" } } } }),
  );
  const arrivals = await Promise.all(
    Array.from({ length: 20 }, () => transaction("system", tx => arriveAsPractitioner(tx, userId))),
  );
  expect(arrivals.filter(one => one?.isNewPractitioner)).toHaveLength(1);
  expect(arrivals.filter(one => one?.needsOnboarding)).toHaveLength(20);
  const [made, ...others] = await rows();
  expect([made?.onboarding?.steps.length, others]).toEqual([5, []]);
});
