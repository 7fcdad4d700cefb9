import { expect, test } from "vitest";
import { lookAtInvite } from "@/lib/members/queries/invite";
import { acceptInvite } from "@/lib/members/service/invite/accept-invite";
import { giveFeedbackByLink } from "@/lib/members/service/invite/give-feedback";
import { type Tx, transaction } from "../db";
import { addAgent } from "../testing/agent-tables";
import { addCustomerRows } from "../testing/customer-tables";
import { newHolder, newInvite, proveInvite } from "../testing/new-invite";
import { newContract } from "../testing/new-member";
import { newPractitioner } from "../testing/new-practitioner";
import { addStore } from "../testing/tenant-tables";
import { findQuestion, getFeedback, getOwnFeedback } from "./queries";
import { FeedbackAnswer } from "./schema";
import { giveDeskFeedback, giveFeedback } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "a browser" };
const rowsOf = (onboardingId: number) =>
  system(tx => tx.feedback.findMany({ where: { onboardingId, score: { not: null } } }));
const say = (answer: object) => FeedbackAnswer.parse(answer);
/** All steps done, and the onboarding with them. */
const complete = (id: number) =>
  system(async tx => {
    const where = { onboardingId: id };
    const steps = await tx.onboardingStep.findMany({ where, orderBy: { position: "asc" }, select: { id: true } });
    for (const step of steps)
      await tx.$executeRaw`
        UPDATE onboarding_step SET state = 'done', started_at = coalesce(started_at, app_now()), ended_at = app_now() WHERE id = ${step.id}`;
    await tx.$executeRaw`
      UPDATE onboarding SET status = 'complete', started_at = coalesce(started_at, app_now()), ended_at = app_now() WHERE id = ${id}`;
  });
const reader = (role: "admin" | "operator") => ({ roles: [{ role, storeId: null }] });

let serial = 600;
/** A store that is complete, and its owner. */
async function newStore({ isComplete = true } = {}) {
  const number = ++serial;
  const { user, onboarding } = await system(async tx => {
    const rows = await addStore(tx, number);
    await tx.$executeRaw`UPDATE stores SET owner_id = ${rows.user} WHERE id = ${number}`;
    await tx.$executeRaw`DELETE FROM user_roles WHERE user_id = ${rows.user} AND store_id = ${number}`;
    await tx.userRole.create({ data: { userId: rows.user, role: "store", storeId: number } });
    return rows;
  });
  if (isComplete) await complete(onboarding);
  return { store: number, userId: user, onboardingId: onboarding };
}

test("F28: each kind's person answers of what is theirs and complete, changes it, and is asked no more when they like; of anybody else's nothing is there", async () => {
  const [store, agent] = [await newStore({ isComplete: false }), await newStore()];
  const { userId: practitionerUser, practitionerId } = await newPractitioner();
  const customer = await system(tx => addCustomerRows(tx, 640));
  const { onboarding: ofAgent } = await system(tx => addAgent(tx, agent.userId));
  const { id: ofPractitioner } = await system(tx => tx.onboarding.findUniqueOrThrow({ where: { practitionerId } }));
  const people = [
    { kind: "store", subject: store.store, userId: store.userId, onboardingId: store.onboardingId },
    { kind: "agent", subject: agent.userId, userId: agent.userId, onboardingId: ofAgent },
    { kind: "practitioner", subject: practitionerId, userId: practitionerUser, onboardingId: ofPractitioner },
    { kind: "customer", subject: 640, userId: customer.user, onboardingId: customer.onboarding },
  ] as const;
  for (const { kind, subject, userId, onboardingId } of people) {
    expect(await findQuestion({ kind, subject, userId }), kind).toBeNull();
    const early = giveFeedback(userId, onboardingId, say({ score: 3 }), caller);
    await expect(early, kind).rejects.toMatchObject({ code: "illegal_transition" });
    await complete(onboardingId);
    expect(await findQuestion({ kind, subject, userId }), kind).toEqual({ onboardingId, score: null, text: null });
    await giveFeedback(userId, onboardingId, say({ score: 3, text: "  Long  " }), caller);
    await giveFeedback(userId, onboardingId, say({ score: 4, text: "" }), caller);
    expect(await getOwnFeedback(userId, onboardingId), kind).toEqual({ score: 4, text: null, isDismissed: false });
    const past = new Date("2026-01-02T03:04:05Z");
    await system(
      tx =>
        tx.$executeRaw`UPDATE feedback SET created_at = ${past}, changed_at = ${past} WHERE onboarding_id = ${onboardingId}`,
    );
    await giveFeedback(userId, onboardingId, say({ isDismissed: true }), caller);
    expect(await findQuestion({ kind, subject, userId }), kind).toBeNull();
    const kept = { kind, personId: userId, score: 4, text: null, changedAt: past };
    expect(await rowsOf(onboardingId), `${kind}, said when it was said`).toMatchObject([kept]);
    await giveFeedback(userId, onboardingId, say({ score: 2 }), caller);
    expect(await findQuestion({ kind, subject, userId }), `${kind}, asked no more for good`).toBeNull();
    expect((await rowsOf(onboardingId))[0]?.changedAt.getTime()).toBeGreaterThan(past.getTime());
    for (const other of people) {
      if (other.userId === userId) continue;
      const foreign = giveFeedback(other.userId, onboardingId, say({ score: 1 }), caller);
      await expect(foreign, `${other.kind} of ${kind}`).rejects.toMatchObject({ code: "not_found" });
      await expect(getOwnFeedback(other.userId, onboardingId)).rejects.toMatchObject({ code: "not_found" });
    }
    const where = { subjectKind: kind, subjectId: String(subject), action: { contains: ".feedback_" } };
    const trail = await system(tx => tx.auditEntry.findMany({ where, orderBy: { id: "asc" } }));
    const [given, dismissed] = [`${kind}.feedback_given`, `${kind}.feedback_dismissed`];
    expect(trail.map(({ action }) => action)).toEqual([given, given, dismissed, given]);
    expect(JSON.stringify(trail), "no words in the trail").not.toContain("Long");
  }
});

test("F28: of twenty answers at once one row comes, in the database too, and what is over the hour's room is refused", async () => {
  const { userId, onboardingId } = await newStore();
  const scores = Array.from({ length: 20 }, (_, index) => (index % 5) + 1);
  await Promise.all(scores.map(score => giveFeedback(userId, onboardingId, say({ score }), caller)));
  expect(await rowsOf(onboardingId)).toHaveLength(1);
  const again = system(
    tx => tx.$executeRaw`
      INSERT INTO feedback (kind, onboarding_id, person_id, score, created_at, changed_at) VALUES ('store', ${onboardingId}, ${userId}, 1, now(), now())`,
  );
  await expect(again).rejects.toThrow(/feedback_once|23505/);
  const more = giveFeedback(userId, onboardingId, say({ score: 1 }), caller);
  await expect(more).rejects.toMatchObject({ code: "rate_limited" });
});

test("F28: a member answers by the link that they took up, once, and by no other", async () => {
  const { id: contractId, plans } = await newContract({ gold: {} });
  const { memberId, token, details } = await newInvite(contractId, plans.gold);
  const give = (link: string, answer: object) => giveFeedbackByLink(link, say(answer), caller);
  await expect(give(token, { score: 5 }), "not taken up").rejects.toMatchObject({ code: "not_found" });
  const activationToken = await proveInvite(token, details.emailId);
  await acceptInvite(token, { activationToken, consents: ["terms", "personal_data"] }, newHolder());
  expect(await lookAtInvite(token, null)).toMatchObject({ closed: { why: "active" }, isAsked: true });
  for (const score of [5, 2])
    expect(await give(token, { score, text: `Said ${score}` }), "nothing of the words").toEqual({
      score,
      isDismissed: false,
    });
  expect(await lookAtInvite(token, null), "asked once").toMatchObject({ closed: { why: "active" }, isAsked: false });
  expect(await give(token, { isDismissed: true }), "nothing of before").toEqual({ score: null, isDismissed: true });
  const { id } = await system(tx => tx.onboarding.findUniqueOrThrow({ where: { memberId }, select: { id: true } }));
  expect(await rowsOf(id)).toMatchObject([{ kind: "member", personId: null, score: 2, text: "Said 2" }]);
  await expect(give("nobodys", { score: 5 })).rejects.toMatchObject({ code: "not_found" });
});

test("F28: staff see means, scores and the newest words by kind; an operator not the words, and nobody else anything", async () => {
  await system(tx => tx.$executeRaw`DELETE FROM feedback`);
  const secret = "my number is 4711";
  for (const [score, text] of [
    [5, secret],
    [2, ""],
  ] as const) {
    const { userId, onboardingId } = await newStore();
    await giveFeedback(userId, onboardingId, say({ score, text }), caller);
  }
  const admin = await newStore();
  await giveDeskFeedback(admin.userId, { text: null, missing: `A search, ${secret}` }, caller);
  const seen = await getFeedback(reader("admin"), "30d");
  expect(seen.kinds).toEqual([{ kind: "store", count: 2, mean: 3.5, scores: [0, 1, 0, 0, 1] }]);
  expect(seen.newest).toMatchObject([{ kind: "store", score: 5, text: secret }]);
  expect(seen.desk).toMatchObject([{ text: null, missing: `A search, ${secret}` }]);
  const masked = await getFeedback(reader("operator"), "30d");
  expect(masked.kinds).toEqual(seen.kinds);
  expect(masked.newest).toHaveLength(1);
  expect(JSON.stringify(masked)).not.toContain("4711");
  const nobody = getFeedback({ roles: [{ role: "store", storeId: 1 }] }, "30d");
  await expect(nobody).rejects.toMatchObject({ code: "forbidden" });
});

test("F28: a score from 1 to 5 or no more questions, and words of a size that is read", () => {
  const errors = (answer: object) => FeedbackAnswer.safeParse(answer).error?.issues.map(({ path }) => path.join("."));
  expect(errors({ score: 5, text: "x".repeat(1000) })).toBeUndefined();
  for (const odd of [{}, { score: 0 }, { score: 6 }, { score: 2.5 }, { score: 3, isDismissed: true }])
    expect(errors(odd), JSON.stringify(odd)).toContain("score");
  expect(errors({ score: 3, text: "x".repeat(1001) })).toEqual(["text"]);
  expect(errors({ text: "x".repeat(1001) }), "all at once").toEqual(["text", "score"]);
});
