import { request } from "@playwright/test";
import { bringStoreTo, newCaller, newPhoneNumber, signIn, signUpStore } from "@/e2e/people";
import { createStaff } from "@/lib/platform/auth/staff";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { withConnection } from "@/lib/platform/testing/database";
import { addManyOnboardings } from "@/lib/platform/testing/many-onboardings";
import { findFreePort } from "@/scripts/ports.mjs";
import type { Bench } from "./harness/bench";
import { type Call, type Load, timeFirstBytes } from "./harness/load";
import type { Place } from "./harness/place";

const perRound = 100;
const rounds = 7;
const [few, many] = [1000, 100_000];

type Caller = Awaited<ReturnType<typeof newCaller>>;

/** A page as this person opens it, who calls no more afterwards. */
async function toCall(caller: Caller, path: string): Promise<Call> {
  const { cookies } = await caller.storageState();
  await caller.dispose();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return { path, headers: { cookie, accept: "text/html" } };
}

/** Makes an admin and onboardings: few in a copy of the database, many in its own. Answers the copy and the admin's number. */
async function fill(place: Place) {
  const phoneNumber = newPhoneNumber();
  await transaction("system", tx => createStaff(tx, { phoneNumber, role: "admin", name: "Admin" }));
  await addManyOnboardings(few);
  await closeDatabase();
  const copy = await place.copyDatabase();
  await addManyOnboardings(many, few + 1);
  await closeDatabase();
  for (const url of [copy, place.env.DATABASE_URL ?? ""])
    await withConnection(url, client => client.query("VACUUM (ANALYZE)"));
  return { copy, phoneNumber };
}

/** The HTML of pages against an empty page of the same Next.js that is drawn for each reader too: milliseconds to the first byte, one reader at a time. */
const bench: Bench<"empty" | "login" | "step" | "dashboard" | "few" | "many", keyof Load> = {
  name: "pages",
  work: `HTML of login, a step of the wizard, the dashboard, and the table of ${few} and of ${many} onboardings: ${perRound} of each a round, to the first byte`,
  rounds,
  goals: [
    { title: "login ÷ empty page", value: at => at.login.p50 / at.empty.p50, atMost: 3 },
    { title: "step of the wizard ÷ empty page", value: at => at.step.p50 / at.empty.p50, atMost: 3 },
    { title: "dashboard ÷ empty page", value: at => at.dashboard.p50 / at.empty.p50, atMost: 3 },
    { title: "table of many ÷ empty page", value: at => at.many.p50 / at.empty.p50, atMost: 3 },
    { title: "table of many ÷ table of few", value: at => at.many.p50 / at.few.p50, atMost: 1.15 },
    { title: "table of many, p95 in ms", value: at => at.many.p95, atMost: 300 },
  ],
  async setUp(place) {
    const { copy, phoneNumber } = await fill(place);
    const floor = await place.startFloor(place.env.DATABASE_URL ?? "");
    const { address } = await place.startProduct();
    const port = String(await findFreePort());
    const beside = { PORT: port, APP_URL: `http://127.0.0.1:${port}` };
    await place.startWeb(copy, beside);
    const openStore = async (step: "product_import" | "complete", page: string): Promise<Call> => {
      const owner = await newCaller(request, address);
      const { code } = await bringStoreTo(await signUpStore(owner), step, place.env.SANDBOX_URL ?? "");
      return toCall(owner, `/store/${code}/${page}`);
    };
    const openTable = async (at: string): Promise<Call> => {
      const admin = await newCaller(request, at);
      await signIn(admin, phoneNumber);
      return toCall(admin, "/admin/onboardings?sort=started&order=asc");
    };
    const step = await openStore("product_import", "onboarding/product-import");
    const dashboard = await openStore("complete", "dashboard");
    const [tableOfFew, tableOfMany] = [await openTable(beside.APP_URL), await openTable(address)];
    const read = (from: string, call: Call) =>
      timeFirstBytes(
        from,
        Array.from({ length: perRound }, () => call),
      );
    return {
      runs: {
        empty: () => read(floor.address, { path: "/dynamic", headers: {} }),
        login: () => read(address, { path: "/login", headers: { accept: "text/html" } }),
        step: () => read(address, step),
        dashboard: () => read(address, dashboard),
        few: () => read(beside.APP_URL, tableOfFew),
        many: () => read(address, tableOfMany),
      },
    };
  },
};

export default bench;
