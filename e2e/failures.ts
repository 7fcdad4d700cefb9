import type { APIRequestContext, APIResponse } from "@playwright/test";
import { answers, newPhoneNumber, type Person, type StoreOwner } from "./people";

/** A word that stands in all that breaks, and must not come out. */
export const inside = "vault47";

/** What breaks the database in one place, and what mends it. */
type Break = { sql: string; mend: string };

const withoutTable = (table: string): Break => ({
  sql: `ALTER TABLE "${table}" RENAME TO "${table}_${inside}"`,
  mend: `ALTER TABLE "${table}_${inside}" RENAME TO "${table}"`,
});
const withoutColumn = (table: string, column: string): Break => ({
  sql: `ALTER TABLE "${table}" RENAME "${column}" TO "${column}_${inside}"`,
  mend: `ALTER TABLE "${table}" RENAME "${column}_${inside}" TO "${column}"`,
});
const withoutRight = (table: string): Break => ({
  sql: `REVOKE ALL ON "${table}" FROM gangway_tenant, gangway_system`,
  mend: `GRANT SELECT, INSERT, UPDATE, DELETE ON "${table}" TO gangway_tenant, gangway_system`,
});
/** Every write to a table throws what a trigger of somebody's might: a path, a statement and a key. */
const throwing = (table: string): Break => ({
  sql: `CREATE FUNCTION refuse_${inside}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION '${inside} /srv/app/lib/x.ts:12 SELECT api_key' USING DETAIL = '${inside}', HINT = '${inside}'; END $$;
    CREATE TRIGGER refuse_${inside} BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION refuse_${inside}()`,
  mend: `DROP FUNCTION refuse_${inside}() CASCADE`,
});

/** Who asks in these tests: each has a part of the product to themselves. */
export type Cast = {
  shop: StoreOwner;
  wizard: StoreOwner;
  admin: Person;
  nobody: APIRequestContext;
  cronSecret: string;
};

/** One place where something can go wrong: what is broken, and who asks for what. */
export type Point = { name: string; broken: Break; ask: (cast: Cast) => Promise<APIResponse> };

const page = (name: string, broken: Break, address: (cast: Cast) => string, who: keyof Cast = "shop"): Point => ({
  name: `page ${name}`,
  broken,
  ask: cast => {
    const given = cast[who];
    const request = typeof given === "object" && "request" in given ? given.request : cast.nobody;
    return request.get(address(cast), { headers: { Accept: "text/html" }, maxRedirects: 0 });
  },
});
const get = (address: string, broken: Break, who: (cast: Cast) => APIRequestContext = ({ shop }) => shop.request) => ({
  name: `GET ${address}`,
  broken,
  ask: (cast: Cast) => who(cast).get(address),
});
const send = (
  address: string,
  broken: Break,
  data: (cast: Cast) => object,
  who: (cast: Cast) => APIRequestContext = ({ nobody }) => nobody,
): Point => ({
  name: `POST ${address}`,
  broken,
  ask: cast => who(cast).post(address, { data: data(cast) }),
});

const step = "/api/v1/store/onboarding/step";
const inShop = (rest: string) => (cast: Cast) => `/store/${cast.shop.code}/${rest}`;
const inWizard = (rest: string) => (cast: Cast) => `/store/${cast.wizard.code}/onboarding${rest}`;
const byWizard = ({ wizard }: Cast) => wizard.request;
const byAdmin = ({ admin }: Cast) => admin.request;
const newStore = () => ({
  store_name: "New",
  owner_name: "New",
  email: "new@example.com",
  phone_number: newPhoneNumber(),
});

/** The places, in the order in which they are tried. */
export const points: Point[] = [
  page("of the dashboard", withoutTable("orders"), inShop("dashboard")),
  page("of orders", withoutColumn("orders", "number"), inShop("orders")),
  page("of products", withoutTable("product_texts"), inShop("products")),
  page("of a step", withoutTable("store_profile"), inWizard("/merchant-profile"), "wizard"),
  page("of the wizard", withoutTable("onboarding_step"), inWizard(""), "wizard"),
  page("in front, for who is signed in", withoutColumn("session", "ended_at"), () => "/"),
  page("to choose a place", withoutRight("onboarding"), () => "/choose"),
  page("of the desk", withoutColumn("onboarding_summary", "state"), () => "/admin", "admin"),
  page("of all stores", withoutColumn("stores", "owner_name"), () => "/admin/stores", "admin"),
  page("of all people", withoutTable("device"), () => "/admin/people", "admin"),
  page("of a person", withoutTable("audit_entry"), () => "/admin/people/1", "admin"),
  page("of messages", withoutTable("outbox_message"), () => "/dev/outbox"),
  get("/api/v1/auth/me", withoutTable("session")),
  get("/api/v1/store/onboarding/status", withoutTable("onboarding_run")),
  get(`${step}/merchant-profile`, withoutRight("store_profile"), byWizard),
  get(`${step}/letzshop-api`, withoutColumn("letzshop_credential", "last_four"), byWizard),
  get("/api/v1/admin/stores", withoutRight("stores"), byAdmin),
  get("/api/v1/admin/people", withoutColumn("user", "email"), byAdmin),
  get("/api/dev/outbox", withoutColumn("outbox_message", "payload")),
  send(
    `${step}/merchant-profile`,
    throwing("store_profile"),
    ({ wizard }) => answers.merchantProfile(wizard),
    byWizard,
  ),
  send(`${step}/letzshop-api`, throwing("audit_entry"), () => answers.letzshopKey, byWizard),
  send("/api/v1/auth/send-otp", throwing("otp_challenge"), () => ({ phone_number: newPhoneNumber() })),
  send("/api/v1/auth/verify-otp", withoutTable("otp_challenge"), () => ({ challenge_id: "x", otp: "123456" })),
  send("/api/v1/store/signup", throwing("outbox_message"), newStore),
  send("/api/v1/admin/people/1/unblock", throwing("rate_bucket"), () => ({ reason: "asked for by phone" }), byAdmin),
  {
    name: "GET /api/cron/poll",
    broken: withoutTable("worker_beat"),
    ask: ({ nobody, cronSecret }) =>
      nobody.get("/api/cron/poll", { headers: { Authorization: `Bearer ${cronSecret}` } }),
  },
];
