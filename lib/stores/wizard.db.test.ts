import fc from "fast-check";
import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import { openImportOffice } from "@/lib/platform/testing/import-staff";
import { newStore } from "@/lib/platform/testing/importing-store";
import { getStatus } from "./queries/onboarding";
import { completeStep } from "./service/complete-step";
import { completeOnboarding, triggerImport } from "./service/sync";

const office = await openImportOffice(0);
const slugs = ["merchant-profile", "letzshop-api", "product-import"] as const;
const ids = ["merchant_profile", "letzshop_api", "product_import", "order_sync"] as const;
const inputs = {
  "merchant-profile": {
    merchantName: "M",
    contactEmail: "m@example.com",
    defaultLanguage: "fr",
    dashboardLanguage: "en",
  },
  "letzshop-api": { apiKey: "ls_sandbox_key", shopSlug: "demo-shop" },
  "product-import": {
    csvUrlFr: `${office.sandboxUrl}/feeds/fr.csv`,
    defaultTaxRate: 17,
    deliveryMethod: "package_delivery",
    preorderDays: 0,
  },
};

/** What a person, or several at once, may try, and what a worker does in between. */
const moves = [...slugs, "wrong key", "start", "start twice", "worker ends", "finish", "finish twice"] as const;
type Move = (typeof moves)[number];
type Store = Awaited<ReturnType<typeof newStore>>;
/** What must be true of a store: how many of the three answers it has, whether an import ran, whether it is through. */
type Model = { answered: number; run: "none" | "active" | "ended"; isComplete: boolean };

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "ok",
    thrown => (thrown instanceof AppError ? thrown.code : Promise.reject(thrown)),
  );
const twice = async (work: () => Promise<unknown>) => {
  const [one, other] = await Promise.all([codeOf(work()), codeOf(work())]);
  expect(other).toBe(one);
  return one;
};

async function make(move: Move, store: Store): Promise<string> {
  const save = { actor: store, address: "127.0.0.1" };
  if (move === "start") return codeOf(triggerImport(store, { daysBack: 7, includeProducts: false }));
  if (move === "start twice") return twice(() => triggerImport(store, { daysBack: 7, includeProducts: false }));
  if (move === "finish") return codeOf(completeOnboarding(store));
  if (move === "finish twice") return twice(() => completeOnboarding(store));
  if (move === "wrong key") {
    const input = { ...inputs["letzshop-api"], apiKey: "refused" };
    return codeOf(completeStep({ ...save, slug: "letzshop-api", input }));
  }
  if (move !== "worker ends") return codeOf(completeStep({ ...save, slug: move, input: inputs[move] }));
  await transaction("system", tx =>
    tx.onboardingRun.updateMany({
      where: { onboardingId: store.onboardingId, endedAt: null },
      data: { status: "complete", endedAt: new Date() },
    }),
  );
  return "ok";
}

/** What a move must answer, and what must be true afterwards. */
function expected(move: Move, model: Model): [string, Model] {
  if (move === "worker ends") return ["ok", { ...model, run: model.run === "active" ? "ended" : model.run }];
  if (model.isComplete) return [move.startsWith("finish") ? "ok" : "already_completed", model];
  if (move.startsWith("start") || move.startsWith("finish")) {
    if (model.answered < slugs.length) return ["step_out_of_order", model];
    if (move.startsWith("start")) return ["ok", { ...model, run: "active" }];
    return model.run === "ended" ? ["ok", { ...model, isComplete: true }] : ["sync_not_finished", model];
  }
  const slug = move === "wrong key" ? "letzshop-api" : move;
  const at = (slugs as readonly string[]).indexOf(slug);
  if (at > model.answered) return ["step_out_of_order", model];
  if (move === "wrong key") return ["invalid_input", model];
  return ["ok", { ...model, answered: Math.max(model.answered, at + 1) }];
}

/** Does the database, and what the store is told of it, say what the model says? */
async function expectAsModelled(store: Store, model: Model): Promise<void> {
  const { onboardingId: id } = store;
  const found = await transaction("system", tx =>
    tx.onboarding.findUniqueOrThrow({
      where: { id },
      include: { steps: { where: { parent: null }, orderBy: { position: "asc" } }, runs: { where: { endedAt: null } } },
    }),
  );
  const isDone = ids.map((_, at) => (at < slugs.length ? at < model.answered : model.isComplete));
  expect(found.steps.map(({ state }) => state === "done")).toEqual(isDone);
  expect(found.status === "complete").toBe(model.isComplete);
  expect(found.runs.length).toBe(model.run === "active" ? 1 : 0);
  const told = await getStatus(store.storeId);
  expect(ids.map(step => told.steps[step].completed)).toEqual(isDone);
}

test("bar 29: whatever is tried in whatever order, the wizard goes through its steps one by one, once, and never back", async () => {
  const tries = fc.array(fc.constantFrom(...moves), { minLength: 1, maxLength: 24 });
  const isKept = fc.asyncProperty(tries, async tried => {
    const store = await newStore();
    let model: Model = { answered: 0, run: "none", isComplete: false };
    for (const move of tried) {
      const [answer, next] = expected(move, model);
      expect(await make(move, store), `${move} in ${tried.join(", ")}`).toBe(answer);
      model = next;
      await expectAsModelled(store, model);
    }
  });
  const straight: Move[] = [...slugs, "start", "worker ends", "finish", "start", "merchant-profile", "finish twice"];
  await fc.assert(isKept, { numRuns: isFull ? 200 : 20, examples: [[straight], [[...slugs, "finish", ...straight]]] });
}, 240_000);

test("bar 29: the database itself refuses what the wizard would never write", async () => {
  const store = await newStore();
  const { onboardingId: id } = store;
  const done = "state = 'done', ended_at = now()";
  const step = (set: string, name: string) =>
    `UPDATE onboarding_step SET ${set} WHERE onboarding_id = ${id} AND step = '${name}'`;
  const onboarding = (set: string) => `UPDATE onboarding SET ${set} WHERE id = ${id}`;
  const ended = "started_at = now(), ended_at = now()";
  const refused: Record<string, string> = {
    [step(done, "letzshop_api")]: "step_in_order",
    [step(done, "order_sync")]: "step_in_order",
    [step("state = 'done'", "merchant_profile")]: "step_done_has_time",
    [step("done = 2, total = 1", "merchant_profile")]: "step_counts",
    [onboarding(`status = 'complete', ${ended}`)]: "onboarding_complete_has_steps",
    [onboarding("status = 'skipped'")]: "onboarding_skip_is_explained",
  };
  const back: Record<string, string> = {
    [step("state = 'pending'", "merchant_profile")]: "step_stays_done",
    [onboarding("status = 'running'")]: "onboarding_stays_complete",
    [onboarding("status = 'pending', ended_at = NULL")]: "onboarding_stays_complete",
  };
  await withConnection(env.databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const constraintOf = (sql: string) =>
      client.query(sql).then(
        () => "written",
        error => error.constraint,
      );
    for (const [sql, constraint] of Object.entries(refused)) expect(await constraintOf(sql), sql).toBe(constraint);
    for (const name of ids) expect(await constraintOf(step(done, name))).toBe("written");
    expect(await constraintOf(onboarding(`status = 'complete', ${ended}`))).toBe("written");
    for (const [sql, constraint] of Object.entries(back)) expect(await constraintOf(sql), sql).toBe(constraint);
  });
});

test("C9: a store of which nothing was told by e-mail saves its profile, and no decision about nothing is kept", async () => {
  const { storeId, ...actor } = await newStore();
  await transaction("system", tx => tx.store.update({ where: { id: storeId }, data: { email: "" } }));
  const input = inputs["merchant-profile"];
  await completeStep({ actor: { storeId, ...actor }, address: "127.0.0.1", slug: "merchant-profile", input });
  const where = { onboarding: { storeId } };
  const decided = await transaction("system", tx => tx.prefillDecision.findMany({ where, orderBy: { id: "asc" } }));
  expect(decided.map(({ field }) => field)).toEqual(["merchantName", "contactPhone"]);
});
