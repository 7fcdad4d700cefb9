import { isSkipped } from "@/lib/platform/flow/onboarding";
import { isSettled } from "@/lib/platform/flow/progress";
import { isNotAsked } from "@/lib/platform/flow/redo";
import { fieldAt } from "@/lib/platform/outbound/catalogue";
import { keyFault, toPart } from "@/lib/platform/readiness/part";
import { done, isThrough, isWhole, type Moment, open, type Requirement } from "@/lib/platform/readiness/requirement";
import type { Standing, StepFacts } from "@/lib/platform/readiness/standing";
import { letzshopCatalogue } from "../client/letzshop-catalogue";
import { type ChecklistFacts, toTasks } from "./checklist";

/** What is known of a store's key for Letzshop; null before one was saved. */
type KeyFacts = { savedAt: Moment; brokenAt: Moment; brokenClass: string | null; deletedAt: Moment };

/** All that says what a store needs; `tasks` is null before its set-up is through. */
export type StoreFacts = {
  id: number;
  code: string;
  standing: Standing;
  key: KeyFacts | null;
  tasks: ChecklistFacts | null;
};

const wizard = [
  { code: "merchant_profile", place: "onboarding/merchant-profile#field-merchantName" },
  { code: "letzshop_api", place: "onboarding/letzshop-api#field-apiKey" },
  { code: "product_import", place: "onboarding/product-import#field-csvUrlFr" },
  { code: "order_sync", place: "onboarding/order-sync" },
] as const;
const parts = ["orders", "products"] as const;

const keyInSettings = "settings/letzshop";
const keyInWizard = "onboarding/letzshop-api?from=check";

/** The field that a fault of the key is mended in; without one, where a key is entered. */
const keyAt = ({ base }: Pick<Seen, "base">, isOpen: boolean, fault: string | null): string =>
  fieldAt(`${base}/${isOpen ? keyInSettings : keyInWizard}`, letzshopCatalogue, { fault, usual: "apiKey" });

/** The address of the feed that could not be read. */
function feedAt({ base }: Pick<Seen, "base">, isOpen: boolean, { errorCode, errorField }: StepFacts): string {
  // What a part failed of before stays beside it when it was left out or stopped since.
  const field = errorCode === null || isNotAsked({ errorCode }) ? null : errorField;
  return `${base}/${isOpen ? "settings/products" : "onboarding/product-import?from=check"}#field-${field ?? "csvUrlFr"}`;
}

type Seen = { at: Date; base: string };

const skip = (code: Requirement["code"], { skippedUntil }: Standing) =>
  open(code, ["later", "admin", "skipped"], { deadline: skippedUntil, isGate: true });

/** What the import needs of its owner: to be started, or, once it has ended, to be finished; while it goes on, the parts say how. */
function toImport(standing: Standing, seen: Seen): Requirement {
  const own = standing.steps.filter(({ parent }) => parent === "order_sync");
  const fixUrl = `${seen.base}/onboarding/order-sync`;
  const begun = own.filter(({ startedAt, state }) => Boolean(startedAt) || state !== "pending");
  if (begun.length === 0) return open("order_sync", ["due", "user", "not_begun"], { fixUrl, isGate: true });
  if (standing.run?.status === "cancelled")
    return open("order_sync", ["due", "user", "stopped"], { fixUrl, isGate: true });
  if (!own.every(isSettled)) return open("order_sync", ["waiting", "upstream", "goes_on"], { fixUrl, isGate: true });
  return open("order_sync", ["due", "user", "not_finished"], { fixUrl, isGate: true });
}

function toStep(standing: Standing, code: (typeof wizard)[number]["code"], seen: Seen): Requirement {
  const row = standing.steps.find(({ step }) => step === code);
  if (standing.status === "complete") return done(code, "user", { since: row?.endedAt, isGate: true });
  if (code !== "order_sync" && row?.state === "done") return done(code, "user", { since: row.endedAt, isGate: true });
  if (isSkipped(standing, seen.at)) return skip(code, standing);
  if (code === "order_sync") return toImport(standing, seen);
  const first = wizard.find(one => standing.steps.find(({ step }) => step === one.code)?.state !== "done");
  const place = wizard.find(one => one.code === code)?.place;
  const reason = first?.code === code ? "not_answered" : "comes_after";
  return open(code, ["due", "user", reason], {
    since: standing.createdAt,
    fixUrl: `${seen.base}/${place}`,
    isGate: true,
  });
}

/** What lets a store in: the steps of its wizard. All of it is in its onboarding. */
export const toSteps = (standing: Standing, seen: Seen): Requirement[] =>
  wizard.map(({ code }) => toStep(standing, code, seen));

/** May a store pass its gate at this moment? */
export const isOpenAt = (standing: Standing, at: Date): boolean => isThrough(toSteps(standing, { at, base: "" }));

/** Is its set-up finished, so that nobody had to let it in before? */
export const isFinished = (standing: Standing): boolean => isWhole(toSteps(standing, { at: new Date(0), base: "" }));

const toKeyState = (key: KeyFacts | null) =>
  key && !key.deletedAt ? keyFault(key.brokenClass, "user") : (["due", "user", "key_missing"] as const);

/** A part is worth telling of from when it was begun. */
function toParts({ standing, key }: StoreFacts, seen: Seen, isOpen: boolean): Requirement[] {
  const told = (part: StepFacts | undefined) => part && (part.startedAt || part.state !== "pending") && part;
  return parts.flatMap(code => {
    const part = told(standing.steps.find(({ step }) => step === code));
    if (!part) return [];
    const requirement = toPart(code, part, {
      blame: code === "products" ? { key: null, content: "user" } : { key: "user", content: "admin" },
      owner: "user",
      awaited: () => toKeyState(key),
      isStopped: standing.run?.status === "cancelled",
      fixUrl: owner => {
        if (owner !== "user") return null;
        return code === "products"
          ? feedAt(seen, isOpen, part)
          : keyAt(seen, isOpen, key?.brokenClass ?? part.errorCode);
      },
      againUrl: `${seen.base}/${isFinished(standing) ? "dashboard" : "onboarding/order-sync"}`,
      isGate: false,
    });
    return [
      isSkipped(standing, seen.at) && requirement.state !== "done" ? { ...requirement, state: "later" } : requirement,
    ];
  });
}

/** A key that is refused closes no gate: the shop is there, and only nothing new comes. */
function toKey({ key, standing }: StoreFacts, seen: Seen, isOpen: boolean): Requirement[] {
  const fixUrl = keyAt(seen, isOpen, key?.brokenClass ?? null);
  if (key && !key.deletedAt)
    return key.brokenAt
      ? [open("letzshop_key", keyFault(key.brokenClass, "user"), { since: key.brokenAt, fixUrl })]
      : [done("letzshop_key", "user", { since: key.savedAt })];
  const isMissed = key !== null || standing.status === "complete";
  return isMissed ? [open("letzshop_key", ["due", "user", "key_missing"], { since: key?.deletedAt, fixUrl })] : [];
}

/** All that a store needs. Its wizard's gate, its checklist, the badge of staff, the alerts and every API read this and decide nothing themselves. */
export function toReadiness(facts: StoreFacts, at: Date): Requirement[] {
  const seen = { at, base: `/store/${facts.code}` };
  const steps = toSteps(facts.standing, seen);
  const isOpen = isThrough(steps);
  const tasks = facts.tasks && facts.standing.status === "complete" ? toTasks(facts.tasks, seen.base) : [];
  return [...steps, ...toParts(facts, seen, isOpen), ...toKey(facts, seen, isOpen), ...tasks];
}
