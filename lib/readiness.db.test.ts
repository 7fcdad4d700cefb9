import { beforeAll, describe, expect, test } from "vitest";
import { findOwnAccount } from "./agents/queries/account";
import { openAccount } from "./agents/service/open-account";
import { customerOnboarding } from "./customers/steps";
import { getPartnerReadiness } from "./members/queries/readiness";
import { createMember } from "./members/service/add-member";
import { evaluateAlerts } from "./platform/alerts/evaluate";
import { Prisma, type Tx, transaction } from "./platform/db";
import { createOnboarding } from "./platform/flow/onboarding";
import type { Kind } from "./platform/flow/subject";
import { summarizeMoved } from "./platform/onboardings/service";
import { addPartner } from "./platform/partner/service";
import { readCandidates } from "./platform/readiness/problems";
import { badgeOf, isThrough, type Requirement, toOwnView, toReadinessView } from "./platform/readiness/requirement";
import { newStore } from "./platform/testing/importing-store";
import { newContract } from "./platform/testing/new-contract";
import { newPractitioner } from "./platform/testing/new-practitioner";
import { listOfferings } from "./practitioners/queries/offerings";
import { getStatus as getPractitioner } from "./practitioners/queries/onboarding";
import { findProfileTasks } from "./practitioners/queries/readiness";
import { arriveAsPractitioner } from "./practitioners/service/arrive";
import { findUnmended, getOwnReadiness, getReadiness, listBadges, readinessOf } from "./readiness";
import { findChecklist } from "./stores/queries/checklist";
import { findStoreByCode, getStatus as getStore } from "./stores/queries/onboarding";
import { listOwnStores } from "./stores/queries/own-stores";
import { readNeeds } from "./stores/queries/readiness";
import { arriveAtStore } from "./stores/service/arrive";
import { requireOpenGate } from "./stores/service/open-gate";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const admin = { roles: [{ role: "admin" as const, storeId: null }] };
const operator = { roles: [{ role: "operator" as const, storeId: null }] };
type Subject = { kind: Kind; id: number; userId: number; onboardingId: number };

/** What one look at a subject finds, of every reader. */
async function look({ kind, id, userId }: Subject, roles: { role: string; storeId: number | null }[] = []) {
  const all = await system(tx => readinessOf(tx, kind, [id]));
  const requirements = all.get(id) ?? expect.unreachable("is not there");
  const session = { id: userId, roles } as Parameters<typeof getOwnReadiness>[0];
  const own = (await getOwnReadiness(session)).items.find(one => one.kind === kind && one.id === id);
  expect(await getReadiness(admin, { kind, id }), "the desk's API").toEqual(toReadinessView(requirements));
  expect(await getReadiness(operator, { kind, id }), "an operator").toEqual(toReadinessView(requirements));
  expect((await listBadges(admin, kind, [id]))[id], "the badge").toEqual(badgeOf(requirements));
  if (own) {
    expect(own.isThrough, "one's own API").toBe(isThrough(requirements));
    expect(own.requirements).toEqual(toOwnView(requirements, "user"));
  }
  return { requirements, own, isOpen: isThrough(requirements) };
}

const told = (requirements: readonly Requirement[], code: string) => {
  const found = requirements.find(one => one.code === code);
  return found && [found.state, found.owner, found.reason].filter(Boolean).join(" ");
};

const setStatus = ({ onboardingId, userId }: Subject, status: string, until: string | null = null) =>
  system(
    tx => tx.$executeRaw`
      UPDATE onboarding SET status = ${status}::"OnboardingStatus", started_at = coalesce(started_at, now()),
        ended_at = CASE WHEN ${status} = 'complete' THEN now() END, skipped_until = now() + ${until}::interval,
        skipped_at = CASE WHEN ${status} = 'skipped' THEN now() END, skipped_by_id = CASE WHEN ${status} = 'skipped' THEN ${userId}::int END,
        skipped_reason = CASE WHEN ${status} = 'skipped' THEN 'asked for by phone' END WHERE id = ${onboardingId}`,
  );
const setStep = ({ onboardingId }: Subject, step: string, state: string, code: string | null = null) =>
  system(
    tx => tx.$executeRaw`UPDATE onboarding_step SET state = ${state}::"StepState", error_code = ${code}, started_at = now(), ended_at = now(),
      waiting_for = CASE WHEN ${state} = 'waiting' THEN 'somebody' END, next_attempt_at = CASE WHEN ${state} = 'retrying' THEN now() + interval '1 hour' END
      WHERE onboarding_id = ${onboardingId} AND step = ${step}`,
  );
const addRun = ({ onboardingId }: Subject, status: string, code: string | null = null) =>
  system(
    tx => tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger, status, error_code, ended_at)
      SELECT ${onboardingId}, coalesce(max(number), 0) + 1, 'start', ${status}::"OnboardingStatus", ${code},
        CASE WHEN ${status} NOT IN ('pending', 'running', 'waiting') THEN now() END FROM onboarding_run WHERE onboarding_id = ${onboardingId}`,
  );
type State = { name: string; make: (of: Subject) => Promise<unknown>; isOpen: boolean; told: Record<string, string> };

describe("a store", () => {
  let of: Subject;
  let code = "";
  const wizard = ["merchant_profile", "letzshop_api", "product_import"];
  const saveKey = (tx: Tx) => tx.$executeRaw`
    INSERT INTO letzshop_credential (store_id, api_key, last_four, shop_slug, shop_name, shop_id, tested_at, updated_at)
    VALUES (${of.id}, 'g1.sealed', '1234', 'shop', 'Shop', 'shop', now(), now()) ON CONFLICT (store_id) DO UPDATE SET broken_at = NULL, broken_class = NULL`;
  beforeAll(async () => {
    const { storeId, ...made } = await newStore();
    of = { kind: "store", id: storeId, ...made };
    code = (await system(tx => tx.store.findUniqueOrThrow({ where: { id: storeId } }))).code;
    await system(tx => tx.userRole.create({ data: { userId: of.userId, role: "store", storeId } }));
  });

  const states: State[] = [
    {
      ...{ name: "new", make: async () => undefined, isOpen: false },
      told: {
        merchant_profile: "due user not_answered",
        letzshop_api: "due user comes_after",
        order_sync: "due user not_begun",
      },
    },
    {
      ...{ name: "let in for a while", make: () => setStatus(of, "skipped", "1 day"), isOpen: true },
      told: { merchant_profile: "later admin skipped", order_sync: "later admin skipped" },
    },
    {
      ...{ name: "whose time is over", make: () => setStatus(of, "skipped", "-1 day"), isOpen: false },
      told: { merchant_profile: "due user not_answered" },
    },
    {
      name: "that imports",
      make: async () => {
        await setStatus(of, "running");
        for (const step of wizard) await setStep(of, step, "done");
        await system(saveKey);
        await addRun(of, "running");
        await setStep(of, "orders", "running");
      },
      isOpen: false,
      told: {
        merchant_profile: "done user",
        order_sync: "waiting upstream goes_on",
        orders: "waiting upstream goes_on",
        letzshop_key: "done user",
      },
    },
    {
      ...{ name: "nobody answers", make: () => setStep(of, "orders", "retrying", "unreachable"), isOpen: false },
      told: { orders: "waiting upstream no_answer", order_sync: "waiting upstream goes_on" },
    },
    {
      name: "whose key is refused",
      make: async () => {
        await setStep(of, "orders", "waiting", "auth");
        await system(
          tx =>
            tx.$executeRaw`UPDATE letzshop_credential SET broken_at = now(), broken_class = 'auth' WHERE store_id = ${of.id}`,
        );
      },
      isOpen: false,
      told: { orders: "problem user key_refused", letzshop_key: "problem user key_refused" },
    },
    {
      name: "that we have failed",
      make: async () => {
        await system(saveKey);
        await setStep(of, "orders", "failed", "internal");
        await setStep(of, "products", "failed", "missing_column");
      },
      isOpen: false,
      told: {
        orders: "problem admin our_fault",
        products: "problem user refused_content",
        order_sync: "due user not_finished",
      },
    },
    {
      name: "whose feed's server answers what is no feed, and whose orders nobody has answered for",
      make: async () => {
        await setStep(of, "orders", "failed", "unreachable");
        await setStep(of, "products", "failed", "unexpected");
      },
      isOpen: false,
      told: { orders: "problem upstream no_answer", products: "problem user refused_content" },
    },
    {
      name: "whose feed asks for a password",
      make: () => setStep(of, "products", "failed", "auth"),
      isOpen: false,
      told: { products: "problem user refused_content" },
    },
    {
      name: "that is through",
      make: async () => {
        await setStep(of, "orders", "done");
        await setStep(of, "products", "done");
        await setStep(of, "order_sync", "done");
        await setStatus(of, "complete");
      },
      isOpen: true,
      told: {
        order_sync: "done user",
        orders: "done user",
        invoice: "later user could_be_better",
        description: "later user could_be_better",
      },
    },
    {
      name: "whose key is refused later",
      make: () =>
        system(
          tx =>
            tx.$executeRaw`UPDATE letzshop_credential SET broken_at = now(), broken_class = 'permission' WHERE store_id = ${of.id}`,
        ),
      isOpen: true,
      told: { letzshop_key: "problem user right_missing", order_sync: "done user" },
    },
    {
      name: "that has done what could be better",
      make: () =>
        system(
          tx => tx.$executeRaw`INSERT INTO store_profile (store_id, merchant_name, contact_email, default_language, dashboard_language, business_address, tax_number, updated_at)
            VALUES (${of.id}, 'M', 'm@example.com', 'fr', 'en', '1 rue', 'LU1', now())`,
        ),
      isOpen: true,
      told: { invoice: "done user", description: "later user could_be_better" },
    },
  ];

  test.each(states)(
    "C14: $name: gate, checklist, badge and API tell the same",
    async ({ make, isOpen, told: wanted }) => {
      await make(of);
      const seen = await look(of, [{ role: "store", storeId: of.id }]);
      expect(Object.fromEntries(Object.keys(wanted).map(one => [one, told(seen.requirements, one)]))).toEqual(wanted);
      expect(seen.isOpen).toBe(isOpen);
      expect(seen.own?.isThrough).toBe(isOpen);
      const gates = {
        page: (await findStoreByCode(of.id, code))?.isThroughGate,
        list: (await listOwnStores([of.id]))[0]?.isThroughGate,
        api: await requireOpenGate(of.id).then(
          () => true,
          () => false,
        ),
        arrival: !(await system(tx => arriveAtStore(tx, { userId: of.userId, storeId: of.id })))?.needsOnboarding,
      };
      expect(gates).toEqual({ page: isOpen, list: isOpen, api: isOpen, arrival: isOpen });
      const status = await getStore(of.id);
      expect(status.isCompleted).toBe(isOpen && !status.skippedByAdmin);
      const checklist = await findChecklist(of.id, of.userId);
      const tasks = checklist?.tasks.map(({ id, isDone }) => [id, isDone]) ?? [];
      const wantedTasks = seen.requirements.filter(one => one.reason === "could_be_better" || one.code === "invoice");
      expect(tasks).toEqual(status.isCompleted ? wantedTasks.map(one => [one.code, one.state === "done"]) : []);
    },
  );

  test("who is held up by others only is not asked about, until a part of it is ours; the oldest come first, and no checklist is read", async () => {
    const candidates = async () => {
      await summarizeMoved();
      return (await system(tx => readCandidates(tx))).candidates;
    };
    const one = { kind: "store", id: of.id };
    await setStep(of, "orders", "failed", "unreachable");
    for (const code of ["auth", "unexpected", "missing_column", "rate_limit"]) {
      await setStep(of, "products", "failed", code);
      expect(await candidates(), code).not.toContainEqual(one);
    }
    await setStep(of, "products", "failed", "internal");
    const { storeId: id, ...made } = await newStore();
    await setStep({ kind: "store", id, ...made }, "orders", "failed", "internal");
    expect(await candidates()).toEqual(expect.arrayContaining([one, { kind: "store", id }]));
    await system(
      tx =>
        tx.$executeRaw`UPDATE onboarding_summary SET held_since = '2000-01-01' WHERE onboarding_id = ${of.onboardingId}`,
    );
    expect((await system(tx => readCandidates(tx, { most: 1 }))).candidates).toEqual([one]);
    const problems = ({ state }: Requirement) => state === "problem";
    const needs = (await system(tx => readNeeds(tx, [of.id]))).get(of.id) ?? [];
    expect(needs.filter(problems)).toEqual((await look(of)).requirements.filter(problems));
    expect(needs.filter(({ reason }) => reason === "could_be_better")).toEqual([]);
    for (const part of ["orders", "products"]) await setStep(of, part, "done");
  });

  test("the way to a key leads into the wizard while that is open, and to the settings afterwards, down to the field", async () => {
    const { requirements } = await look(of);
    const key = requirements.find(one => one.code === "letzshop_key");
    expect(key?.fixUrl).toBe(`/store/${code}/settings/letzshop#field-apiKey`);
  });

  test("five of them cost as many statements as one", async () => {
    const others = [
      of.id,
      ...(await Promise.all([newStore(), newStore(), newStore(), newStore()])).map(one => one.storeId),
    ];
    type Read = (tx: Tx, ids: number[]) => Promise<ReadonlyMap<number, unknown>>;
    const count = (read: Read, ids: number[]) =>
      system(async tx => {
        let statements = 0;
        const counting = new Proxy(tx, {
          get: (target, name) => {
            if (name === "$queryRaw") statements += 1;
            return Reflect.get(target, name);
          },
        });
        expect((await read(counting, ids)).size).toBe(ids.length);
        return statements;
      });
    const all: Read = (tx, ids) => readinessOf(tx, "store", ids);
    expect([await count(all, [of.id]), await count(all, others)]).toEqual([2, 2]);
    expect(await count(readNeeds, others), "what an alert asks").toBe(1);
  });
});

describe("a practitioner", () => {
  test("C14: from the first step to the dashboard gate, status, sign-in, badge and API tell the same", async () => {
    const { practitionerId, userId } = await newPractitioner();
    const { id: onboardingId } = await system(tx => tx.onboarding.findFirstOrThrow({ where: { practitionerId } }));
    const of: Subject = { kind: "practitioner", id: practitionerId, userId, onboardingId };
    const hold = async (isOpen: boolean) => {
      const seen = await look(of);
      const api = await listOfferings(practitionerId).then(
        () => true,
        () => false,
      );
      const { isComplete } = await getPractitioner(practitionerId);
      const arrived = await system(tx => arriveAsPractitioner(tx, userId));
      expect([seen.isOpen, seen.own?.isThrough, api, isComplete, !arrived?.needsOnboarding]).toEqual(
        Array(5).fill(isOpen),
      );
      return seen.requirements;
    };
    const first = await hold(false);
    expect([told(first, "basic_info"), told(first, "bio_about")]).toEqual([
      "due user not_answered",
      "due user comes_after",
    ]);
    const steps = ["basic_info", "visual_profile", "professional_details", "bio_about", "experience_certifications"];
    for (const step of steps) await setStep(of, step, "done");
    expect(told(await hold(false), "experience_certifications"), "not before all of it is there").toBe(
      "due user not_answered",
    );
    await setStatus(of, "complete");
    expect(told(await hold(true), "offering")).toBe("later user could_be_better");
    expect(await findProfileTasks(practitionerId), "the checklist").toEqual({ hasOffering: false, isShown: false });
    const offered = { practitionerId, title: "Breath", isActive: true };
    await system(tx => tx.offering.create({ data: offered }));
    expect(told(await hold(true), "shown_offering")).toBe("done user");
    expect(await findProfileTasks(practitionerId)).toEqual({ hasOffering: true, isShown: true });
  });
});

describe("an agent", () => {
  let of: Subject;
  beforeAll(async () => {
    const made = await system(async tx => {
      const { id: userId } = await tx.user.create({ data: { phoneNumber: "+14155559001" } });
      await openAccount(tx, { userId, name: "Ada", email: null });
      return { userId, ...(await tx.onboarding.findFirstOrThrow({ where: { agentUserId: userId } })) };
    });
    of = { kind: "agent", id: made.userId, userId: made.userId, onboardingId: made.id };
  });
  const key = (change: Prisma.Sql) =>
    system(
      tx => tx.$executeRaw`INSERT INTO credentials (user_id, platform, api_key, last_four, tested_at) VALUES (${of.id}, 'REZEN', 'g1.sealed', '1234', now())
        ON CONFLICT (user_id, platform) DO UPDATE SET ${change}`,
    );
  const states: State[] = [
    {
      name: "without a key",
      make: async () => undefined,
      isOpen: false,
      told: { rezen_key: "due user key_missing", first_data: "due user key_missing" },
    },
    {
      name: "with a key",
      make: () => key(Prisma.sql`broken_at = NULL`),
      isOpen: false,
      told: { rezen_key: "done user", first_data: "due user not_begun" },
    },
    {
      name: "whose data is fetched",
      make: async () => {
        await addRun(of, "running");
        await setStep(of, "agent_data", "retrying", "rate_limit");
      },
      isOpen: false,
      told: {
        first_data: "waiting upstream goes_on",
        agent_data: "waiting upstream slowed_down",
        listings: "waiting upstream comes_after",
      },
    },
    {
      name: "who is paused",
      make: () => system(tx => tx.$executeRaw`UPDATE agent SET sync_paused_at = now() WHERE user_id = ${of.id}`),
      isOpen: false,
      told: { pause: "later admin paused", first_data: "waiting admin paused" },
    },
    {
      name: "whose key is refused",
      make: async () => {
        await system(tx => tx.$executeRaw`UPDATE agent SET sync_paused_at = NULL WHERE user_id = ${of.id}`);
        await key(Prisma.sql`broken_at = now(), broken_class = 'auth'`);
        await setStep(of, "agent_data", "failed", "auth");
        await system(
          tx =>
            tx.$executeRaw`UPDATE onboarding_run SET ended_at = now(), status = 'failed' WHERE onboarding_id = ${of.onboardingId}`,
        );
      },
      isOpen: false,
      told: {
        rezen_key: "problem user key_refused",
        first_data: "problem user key_refused",
        agent_data: "problem user key_refused",
      },
    },
    {
      name: "of whom something has arrived",
      make: async () => {
        await key(Prisma.sql`broken_at = NULL, broken_class = NULL`);
        await setStep(of, "agent_data", "done");
        await setStep(of, "listings", "failed", "internal");
      },
      isOpen: true,
      told: {
        rezen_key: "done user",
        first_data: "done user",
        agent_data: "done user",
        listings: "problem admin our_fault",
      },
    },
  ];
  test.each(states)("C14: $name: gate, badge and API tell the same", async ({ make, isOpen, told: wanted }) => {
    await make(of);
    const roles = [{ role: "agent", storeId: null }];
    const { requirements, own, isOpen: isThere } = await look(of, roles);
    expect(Object.fromEntries(Object.keys(wanted).map(one => [one, told(requirements, one)]))).toEqual(wanted);
    const gate = (await findOwnAccount({ id: of.userId, roles }))?.isThroughGate;
    expect([isThere, own?.isThrough, gate]).toEqual([isOpen, isOpen, isOpen]);
  });
});

describe("a member", () => {
  const accountId = "acct_ready";
  test("C14: every state of the transition table: badge, one's own and the partner's API tell the same; another partner finds nobody", async () => {
    for (const id of [accountId, "acct_other"])
      await system(tx =>
        addPartner(tx, { id, name: id, scopes: ["members"], defaultRegion: "IN" }, "a secret of thirty-two characters"),
      );
    const contract = await newContract({ partnerAccountId: accountId });
    const details = { name: "Meera", dob: "1990-05-31", gender: "F" as const, phoneNumber: "+919845077001" };
    const id = await createMember(
      { actor: { kind: "system" } },
      { parentSubscriptionId: contract.contractId, details },
    );
    await system(
      tx =>
        tx.$executeRaw`UPDATE member SET partner_account_id = ${accountId}, partner_user_id = 'u-1' WHERE id = ${id}`,
    );
    const { id: onboardingId } = await system(tx => tx.onboarding.findFirstOrThrow({ where: { memberId: id } }));
    const of: Subject = { kind: "member", id, userId: 0, onboardingId };
    const wanted = {
      draft: "due partner not_invited",
      invited: "waiting user invited",
      otp_verified: "due user not_agreed",
      scheduled: "waiting partner scheduled",
      failed: "problem partner activation_failed",
      expired: "due partner invite_expired",
      deactivated: "due partner ended",
      activated: "done partner",
    };
    for (const [state, activation] of Object.entries(wanted)) {
      await system(tx => tx.$executeRaw`UPDATE member SET state = ${state}::"MemberState" WHERE id = ${id}`);
      const { requirements, isOpen } = await look(of);
      expect([told(requirements, "activation"), isOpen]).toEqual([activation, state === "activated"]);
      const partners = await getPartnerReadiness({ accountId }, { partnerUserId: "u-1" });
      expect(partners).toEqual({ isThrough: isOpen, requirements: toOwnView(requirements, "partner") });
    }
    await expect(getPartnerReadiness({ accountId: "acct_other" }, { partnerUserId: "u-1" })).rejects.toMatchObject({
      code: "not_found",
    });
    await system(
      tx =>
        tx.$executeRaw`UPDATE member SET state = 'failed', partner_account_id = NULL, partner_user_id = NULL WHERE id = ${id}`,
    );
    const { requirements } = await look(of);
    expect(told(requirements, "activation")).toBe("problem admin activation_failed");
    expect(toOwnView(requirements, "user").find(one => one.code === "activation")).toMatchObject({
      reason: "with_us",
      fixUrl: null,
    });
  });
});

describe("a customer", () => {
  let of: Subject;
  beforeAll(async () => {
    const made = await system(async tx => {
      const { id: userId } = await tx.user.create({ data: { phoneNumber: "+14155559002" } });
      const at = new Date();
      const { id } = await tx.customer.create({ data: { name: "Acme", createdAt: at, updatedAt: at } });
      const onboardingId = await createOnboarding(tx, customerOnboarding, id);
      await tx.$executeRaw`INSERT INTO zuora_credential (customer_id, base_url, client_id, client_secret, last_four, saved_at, proven_at)
        VALUES (${id}, 'https://rest.test', 'client', 'g1.sealed', '1234', now(), now())`;
      return { userId, id, onboardingId };
    });
    of = { kind: "customer", ...made };
  });
  const states: State[] = [
    {
      name: "new",
      make: () => addRun(of, "pending"),
      isOpen: false,
      told: { customer_record: "waiting upstream comes_after", credentials: "done admin" },
    },
    {
      name: "whose credentials are refused",
      make: async () => {
        await setStep(of, "customer_record", "done");
        await setStep(of, "credential_validation", "waiting", "auth");
        await system(
          tx =>
            tx.$executeRaw`UPDATE zuora_credential SET broken_at = now(), broken_class = 'auth' WHERE customer_id = ${of.id}`,
        );
      },
      isOpen: false,
      told: { credential_validation: "problem admin key_refused", credentials: "problem admin key_refused" },
    },
    {
      name: "that nobody works in yet",
      make: async () => {
        await system(
          tx =>
            tx.$executeRaw`UPDATE zuora_credential SET broken_at = NULL, broken_class = NULL WHERE customer_id = ${of.id}`,
        );
        for (const step of ["credential_validation", "workflow_sync", "user_access"]) await setStep(of, step, "done");
        await setStep(of, "monitoring", "failed", "nobody_to_tell");
      },
      isOpen: false,
      told: { manager: "due admin nobody_joined", monitoring: "problem admin refused_content" },
    },
    {
      name: "that is aboard",
      make: async () => {
        await setStep(of, "monitoring", "done");
        await setStatus(of, "complete");
        await system(
          tx =>
            tx.$executeRaw`INSERT INTO customer_user (customer_id, user_id, role, joined_at) VALUES (${of.id}, ${of.userId}, 'manager', now())`,
        );
      },
      isOpen: true,
      told: { manager: "done user", monitoring: "done admin", syncs: "done admin" },
    },
    {
      name: "whose syncs are paused",
      make: () =>
        system(
          tx => tx.$executeRaw`UPDATE customer SET sync_warned_at = now(), sync_paused_at = now() WHERE id = ${of.id}`,
        ),
      isOpen: true,
      told: { syncs: "problem admin too_many_failures" },
    },
  ];
  test.each(states)(
    "C14: $name: badge and API tell the same, its manager that we are at it",
    async ({ make, isOpen, told: wanted }) => {
      await make(of);
      const { requirements, own, isOpen: isThere } = await look(of);
      expect(Object.fromEntries(Object.keys(wanted).map(one => [one, told(requirements, one)]))).toEqual(wanted);
      expect(isThere).toBe(isOpen);
      const mine = own?.requirements ?? [];
      expect(
        mine.every(
          one =>
            one.owner !== "admin" || (one.fixUrl === null && (one.state !== "problem" || one.reason === "with_us")),
        ),
      ).toBe(true);
    },
  );

  test("what only staff can mend is an alert once it is old, one for each kind, and over when it is mended", async () => {
    const open = () => system(tx => tx.alert.findMany({ where: { rule: "unmended_problems", closedAt: null } }));
    const evaluate = async () => {
      await summarizeMoved();
      await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL WHERE id = 'unmended_problems'`);
      await evaluateAlerts({ unmended_problems: findUnmended });
      return (await open()).map(({ subject }) => subject);
    };
    await addRun(of, "failed");
    await setStep(of, "workflow_sync", "failed", "internal");
    expect(await evaluate(), "a moment ago").not.toContain("customer");
    await system(
      tx =>
        tx.$executeRaw`UPDATE customer SET sync_warned_at = now() - interval '5 hours', sync_paused_at = now() - interval '5 hours' WHERE id = ${of.id}`,
    );
    expect(await evaluate()).toContain("customer");
    await system(tx => tx.$executeRaw`UPDATE customer SET sync_paused_at = NULL WHERE id = ${of.id}`);
    expect(await evaluate(), "mended").not.toContain("customer");
  });

  test("who is not there is not found, whoever asks; who is no staff reads nobody", async () => {
    for (const kind of ["store", "practitioner", "member", "agent", "customer"] as const)
      await expect(getReadiness(admin, { kind, id: 999_999_999 })).rejects.toMatchObject({ code: "not_found" });
    const nobody = { roles: [{ role: "agent" as const, storeId: null }] };
    await expect(getReadiness(nobody, of)).rejects.toMatchObject({ code: "not_found" });
    const stranger = await system(tx => tx.user.create({ data: { phoneNumber: "+14155559003" } }));
    expect(await getOwnReadiness({ id: stranger.id, roles: [] })).toEqual({ items: [] });
  });
});
