import { expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { withConnection } from "@/lib/platform/testing/database";
import { newPractitioner, practitionerAnswers, saveStep } from "@/lib/platform/testing/new-practitioner";
import { stepSlugs } from "./schema";
import { finishSetup, keepExperience } from "./service/finish-setup";

const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const experience = { workExperiences: [], certifications: [] };
const codeOf = (done: PromiseSettledResult<unknown>) => (done.status === "rejected" ? done.reason.code : "saved");

test("003: the check page's button pressed twice ends the set-up once, and what was kept anew in between is not saved unseen", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, -1)) await saveStep(actor, slug, practitionerAnswers[slug]);
  const finish = (seenAt: string) => finishSetup({ actor, seenAt, address: "127.0.0.1" });
  await expect(finish("")).rejects.toMatchObject({ code: "step_out_of_order" });
  const first = await keepExperience(actor.practitionerId, experience);
  await new Promise(resolve => setTimeout(resolve, 5));
  const { savedAt } = await keepExperience(actor.practitionerId, experience);
  await expect(finish(first.savedAt)).rejects.toMatchObject({
    ...{ code: "version_conflict", data: { changedAt: savedAt } },
  });
  const pressed = await Promise.allSettled([finish(savedAt), finish(savedAt), finish(savedAt)]);
  expect(pressed.map(codeOf).sort()).toEqual(["already_completed", "already_completed", "saved"]);
  await expect(finish(savedAt)).rejects.toMatchObject({ code: "already_completed" });
});

/** How many wait for somebody else's lock. */
async function countWaiting(): Promise<number> {
  const locks = await transaction(
    "system",
    tx => tx.$queryRaw<unknown[]>`
      SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.datname = current_database() WHERE NOT l.granted`,
  );
  return locks.length;
}

test("003: answers that are kept while the button is on its way are not lost in silence", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, -1)) await saveStep(actor, slug, practitionerAnswers[slug]);
  const { savedAt } = await keepExperience(actor.practitionerId, experience);
  const finishing = await transaction("system", async tx => {
    await lockOnboarding(tx, "practitioner", actor.practitionerId);
    const finished = finishSetup({ actor, seenAt: savedAt, address: "127.0.0.1" }).catch((thrown: unknown) => thrown);
    // It has read what was kept, and waits for us.
    await vi.waitFor(async () => {
      expect(await countWaiting()).toBe(1);
    });
    const onboarding = { practitionerId: actor.practitionerId };
    await tx.stepDraft.updateMany({ where: { onboarding }, data: { savedAt: new Date() } });
    return { finished };
  });
  expect(await finishing.finished).toMatchObject({ code: "version_conflict" });
});

test("003: the end is one act: when the last word of it cannot be written, none of it is", async () => {
  const actor = await newPractitioner();
  for (const slug of stepSlugs.slice(0, -1)) await saveStep(actor, slug, practitionerAnswers[slug]);
  const job = { jobTitle: "T", company: null, duration: null, startDate: "2019", endDate: null, description: null };
  const last = () => saveStep(actor, "experience-certifications", { workExperiences: [job], certifications: [] });
  const where = { id: actor.practitionerId };
  const include = { onboarding: { include: { steps: true } }, workExperience: true } as const;
  const state = () => transaction("system", tx => tx.practitioner.findUniqueOrThrow({ where, include }));
  const before = await state();
  await asOwner(
    "ALTER TABLE audit_entry ADD CONSTRAINT no_end CHECK (action <> 'practitioner.onboarding_completed') NOT VALID",
  );
  await expect(last()).rejects.toThrow("no_end");
  await asOwner("ALTER TABLE audit_entry DROP CONSTRAINT no_end");
  expect(await state()).toEqual(before);
  expect(await last()).toMatchObject({ onboardingComplete: true });
  expect(await state()).toMatchObject({ crmOnboardingCompleted: true, workExperience: [{ jobTitle: "T" }] });
});
