import { request } from "@playwright/test";
import { bringStoreTo, newCaller, signUpStore } from "@/e2e/people";
import type { Bench } from "./harness/bench";
import { type Call, type Load, timeFirstBytes } from "./harness/load";

const perRound = 100;
const rounds = 7;

/** The HTML of pages against an empty page of the same Next.js that is drawn for each reader too: milliseconds to the first byte, one reader at a time. */
const bench: Bench<"empty" | "login" | "step" | "dashboard", keyof Load> = {
  name: "pages",
  work: `HTML of login, a step of the wizard and the dashboard: ${perRound} of each a round, to the first byte`,
  rounds,
  goals: [
    { title: "login ÷ empty page", value: at => at.login.p50 / at.empty.p50, atMost: 3 },
    { title: "step of the wizard ÷ empty page", value: at => at.step.p50 / at.empty.p50, atMost: 3 },
    { title: "dashboard ÷ empty page", value: at => at.dashboard.p50 / at.empty.p50, atMost: 3 },
  ],
  async setUp(place) {
    const floor = await place.startFloor(place.env.DATABASE_URL ?? "");
    const { address } = await place.startProduct();
    const open = async (step: "product_import" | "complete", page: string): Promise<Call> => {
      const owner = await newCaller(request, address);
      const { code } = await bringStoreTo(await signUpStore(owner), step, place.env.SANDBOX_URL ?? "");
      const { cookies } = await owner.storageState();
      await owner.dispose();
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
      return { path: `/store/${code}/${page}`, headers: { cookie, accept: "text/html" } };
    };
    const step = await open("product_import", "onboarding/product-import");
    const dashboard = await open("complete", "dashboard");
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
      },
    };
  },
};

export default bench;
