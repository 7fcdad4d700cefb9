import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { newPractitioner, practitionerAnswers, saveStep } from "@/lib/platform/testing/new-practitioner";
import { listOwnDifferences } from "./queries/differences";
import { getBasicInfo, getProfessionalDetails } from "./queries/onboarding";
import { takeRecords } from "./service/calling/take";
import { completeStep } from "./service/complete-step";
import { settleOwnDifference } from "./service/settle-difference";
import { tellBasicInfo } from "./service/tell";

type Actor = Awaited<ReturnType<typeof newPractitioner>>;
const call = new Date("2026-03-03T10:00:00Z");
const called = {
  name: "Ana de la Cruz",
  email: "ana@example.com",
  location: "México",
  practiceType: "Pilates",
  isContacted: true,
  lastContactedDate: call,
};
const asShown = { firstName: "Ana", lastName: "de la Cruz", email: "ana@example.com", location: "México" };
const address = "127.0.0.1";

const tell = ({ practitionerId: id }: Actor, data: object) =>
  transaction("system", tx => tx.practitioner.update({ where: { id }, data }));
const told = ({ practitionerId: id }: Actor) =>
  transaction("system", tx => tx.practitioner.findUniqueOrThrow({ where: { id } }));
/** What is written down about somebody's fields: value, decision, and whether they were asked. */
async function decisionsOf({ practitionerId }: Actor, field?: string) {
  const where = { onboarding: { practitionerId }, field };
  const rows = await transaction("system", tx => tx.prefillDecision.findMany({ where, orderBy: { id: "asc" } }));
  return rows.map(row => `${row.field}: ${row.original} ${row.decision}${row.asked ? " asked" : ""}`);
}
/** Saves a step as its form would: with what it has shown. */
const send = (actor: Actor, slug: "basic-info" | "professional-details", input: object, shown: string | null) =>
  completeStep({ slug, input, shown: shown ?? undefined, actor, address });
const settle = (actor: Actor, keep: "mine" | "theirs", theirs: string, field = "location" as const) =>
  settleOwnDifference({ actor, given: { step: "basic_info", field, theirs, keep }, address });

test("C13: source, day, value and decision of each prefilled field are written with the answers, and with nothing else", async () => {
  const actor = await newPractitioner(called);
  const { shown } = await getBasicInfo(actor.practitionerId);
  await expect(send(actor, "basic-info", { ...asShown, email: null }, shown)).rejects.toThrow();
  expect(await decisionsOf(actor), "a look writes nothing, nor does a save that failed").toEqual([]);
  await send(actor, "basic-info", { ...asShown, location: "Lisboa" }, shown);
  const { shown: again } = await getProfessionalDetails(actor.practitionerId);
  await saveStep(actor, "visual-profile");
  const details = { ...practitionerAnswers["professional-details"], practiceType: null };
  await send(actor, "professional-details", details, again);
  expect((await decisionsOf(actor)).sort()).toEqual([
    "email: ana@example.com kept",
    "firstName: Ana kept",
    "lastName: de la Cruz kept",
    "location: México changed",
    "practiceType: Pilates removed",
  ]);
  const rows = await transaction("system", tx =>
    tx.prefillDecision.findMany({ where: { onboarding: { practitionerId: actor.practitionerId } } }),
  );
  expect(new Set(rows.map(row => `${row.source} ${row.toldAt.toISOString()}`))).toEqual(
    new Set([`call ${call.toISOString()}`]),
  );
  expect(rows.filter(row => row.isGuess).map(row => row.field)).toEqual(["firstName", "lastName"]);
  expect(await getProfessionalDetails(actor.practitionerId), "what was removed stays so").toMatchObject({
    practiceType: null,
    shown: null,
  });
  expect(await listOwnDifferences(actor.practitionerId)).toEqual([]);
});

test("C13: what changes while the form is open, or after it, is asked about with both values, once, and the answer kept", async () => {
  const actor = await newPractitioner(called);
  const { shown } = await getBasicInfo(actor.practitionerId);
  const day = new Date("2026-03-05T10:00:00Z");
  await tell(actor, { location: "Lisboa", lastContactedDate: day });
  const before = await told(actor);
  await send(actor, "basic-info", asShown, shown);
  expect(await decisionsOf(actor, "location"), "of what was shown").toEqual(["location: México kept"]);
  const difference = { step: "basic_info", field: "location", mine: "México", theirs: "Lisboa" };
  expect(await listOwnDifferences(actor.practitionerId)).toEqual([
    { ...difference, source: "call", at: day.toISOString() },
  ]);
  await saveStep(actor, "basic-info", asShown);
  expect(await listOwnDifferences(actor.practitionerId), "saving again answers nothing").toHaveLength(1);
  await expect(settle(actor, "mine", "Porto")).rejects.toMatchObject({ code: "version_conflict" });
  expect(await settle(actor, "mine", "Lisboa")).toEqual([]);
  await expect(settle(actor, "theirs", "Lisboa"), "it was answered").rejects.toMatchObject({
    code: "version_conflict",
  });
  expect(await decisionsOf(actor, "location")).toEqual(["location: México kept", "location: Lisboa changed asked"]);

  await tell(actor, { location: "Porto" });
  expect(await listOwnDifferences(actor.practitionerId)).toMatchObject([{ ...difference, theirs: "Porto" }]);
  const { version } = await getBasicInfo(actor.practitionerId);
  expect(await settle(actor, "theirs", "Porto")).toEqual([]);
  expect(await getBasicInfo(actor.practitionerId)).toMatchObject({ location: "Porto", version: version + 1 });
  for (const location of ["Lisboa", "México", "Porto"]) {
    await tell(actor, { location });
    expect(await listOwnDifferences(actor.practitionerId), `${location} was decided about`).toEqual([]);
  }
  expect((await decisionsOf(actor, "location")).at(-1)).toBe("location: Porto kept asked");
  expect(await told(actor), "the calling data is as the calling system left it").toEqual({
    ...before,
    location: "Porto",
  });
});

test("C13: nothing is asked that the form would refuse, that nobody tells any more, or after the end", async () => {
  const actor = await newPractitioner(called);
  await saveStep(actor, "basic-info");
  for (const email of ["not an address", "x".repeat(2000), null, " amelie@example.com "]) {
    await tell(actor, { email });
    expect(await listOwnDifferences(actor.practitionerId), String(email).slice(0, 20)).toEqual([]);
  }
  for (const slug of ["visual-profile", "professional-details", "bio-about", "experience-certifications"] as const)
    await saveStep(actor, slug);
  await tell(actor, { location: "Lisboa" });
  expect(await listOwnDifferences(actor.practitionerId)).toEqual([]);
  await expect(settle(actor, "theirs", "Lisboa")).rejects.toMatchObject({ code: "already_completed" });
});

test("C13: six answers to one question at once: one holds; and nobody answers another's", async () => {
  const [actor, other] = [await newPractitioner(called), await newPractitioner(called)];
  for (const one of [actor, other]) await saveStep(one, "basic-info", asShown);
  await tell(actor, { location: "Lisboa" });
  await expect(settle(other, "theirs", "Lisboa")).rejects.toMatchObject({ code: "version_conflict" });
  const answers = ["mine", "theirs", "mine", "theirs", "mine", "theirs"] as const;
  // With a connection for each they meet.
  await Promise.all(answers.map(() => listOwnDifferences(actor.practitionerId)));
  const ends = await Promise.allSettled(answers.map(keep => settle(actor, keep, "Lisboa")));
  expect(ends.filter(end => end.status === "fulfilled")).toHaveLength(1);
  expect(await decisionsOf(actor, "location")).toHaveLength(2);
});

test("C13: a seal that is not ours, or another's, is worth nothing: what is told now counts", async () => {
  const other = await newPractitioner({ ...called, location: "Elsewhere" });
  const { shown: foreign } = await getBasicInfo(other.practitionerId);
  const forged = Buffer.from(JSON.stringify({ location: { value: "Forged", source: "call", at: "x" } }));
  for (const kind of ["foreign", "forged", "nonsense"] as const) {
    const actor = await newPractitioner(called);
    const { shown } = await getBasicInfo(actor.practitionerId);
    const seals = { foreign, forged: `${forged.toString("base64url")}.${shown?.split(".")[1]}`, nonsense: "." };
    await send(actor, "basic-info", asShown, seals[kind]);
    expect(await decisionsOf(actor, "location"), kind).toEqual(["location: México kept"]);
  }
});

test("C13: what is changed by hand is decided anew for every value that was shown; a day is that of the decision", async () => {
  const actor = await newPractitioner({ ...called, location: "Bern" });
  const { shown } = await getBasicInfo(actor.practitionerId);
  await send(actor, "basic-info", { ...asShown, location: "Bern" }, shown);
  await tell(actor, { location: "Basel", name: "Anna Cruz", email: "" });
  expect(await settle(actor, "mine", "Basel"), "a guessed name and nothing are not asked about").toEqual([]);
  const daysOf = async () => {
    const where = { onboarding: { practitionerId: actor.practitionerId } };
    const rows = await transaction("system", tx => tx.prefillDecision.findMany({ where, orderBy: { id: "asc" } }));
    return new Map(rows.map(row => [`${row.field} ${row.original}`, row.decidedAt.getTime()]));
  };
  const before = await daysOf();
  await saveStep(actor, "basic-info", { ...asShown, location: "Genf" });
  expect(await decisionsOf(actor, "location")).toEqual(["location: Bern changed", "location: Basel changed asked"]);
  const after = await daysOf();
  expect([...after].filter(([value, day]) => day !== before.get(value)).map(([value]) => value)).toEqual([
    "location Bern",
  ]);
});

test("C13: each field is told by the source that changed it, on its day", async () => {
  const phone_number = "+352621897001";
  const sender = { source: "test", actor: { kind: "partner", id: "acct_calling" } } as const;
  const take = (fields: object) => takeRecords(sender, [{ phone_number, ...fields }]);
  await take({ name: "Ana Cruz", location: "Bern" });
  await take({
    location: "Basel",
    email: "ana@example.com",
    calls: [{ room_name: "room-1", call_date: call.toISOString() }],
  });
  const { id } = await transaction("system", tx =>
    tx.practitioner.findUniqueOrThrow({ where: { phoneNumber: phone_number } }),
  );
  const originsOf = async () => {
    const told = await transaction("system", tx => tellBasicInfo({ tx, subjectId: id }));
    return Object.entries(told).map(([field, { source, at }]) => `${field} ${source} ${at.slice(0, 10)}`);
  };
  const today = new Date().toISOString().slice(0, 10);
  const ofName = [`firstName calling_list ${today}`, `lastName calling_list ${today}`];
  expect(await originsOf()).toEqual([...ofName, "email call 2026-03-03", "location call 2026-03-03"]);
  await take({ location: "Lisboa" });
  expect(await originsOf()).toEqual([...ofName, "email call 2026-03-03", `location calling_list ${today}`]);

  // Somebody of whom only the last call is known: what the list changes today is no word of that call.
  const actor = await newPractitioner(called);
  await takeRecords(sender, [{ phone_number: actor.phoneNumber, location: "Lisboa" }]);
  const told = await transaction("system", tx => tellBasicInfo({ tx, subjectId: actor.practitionerId }));
  expect(told).toMatchObject({
    email: { source: "call", at: call.toISOString() },
    location: { source: "calling_list", at: expect.stringContaining(today) },
  });
});
