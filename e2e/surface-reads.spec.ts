import type { APIRequestContext } from "@playwright/test";
import { isFull } from "@/lib/platform/testing/full-form";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { type Identity, identities, matrix, type Row, type World } from "./matrix";
import { inviteApi, newInvited } from "./own-invite";
import { OwnPeople } from "./own-people";
import { bringPractitionerTo, practitionerSteps, signUpPractitioner } from "./own-practitioner";
import { everything } from "./whole-database";

/** Everybody of the matrix, and somebody in the middle of the practitioners' wizard, who is nobody there. */
type Reader = Identity | "practitioner";
const readers: readonly Reader[] = [...identities, "practitioner"];
const openers: readonly Identity[] = ["ownerA", "ownerB", "admin"];
const wizard = practitionerSteps.map(([slug]) => `/onboarding/${slug}`);

/** Somebody who has answered two steps, finds the third filled in, and is asked about a place that is told anew. */
async function practitionerUnderway(people: OwnPeople): Promise<APIRequestContext> {
  const { database } = people.product;
  const person = await signUpPractitioner(await people.caller());
  await bringPractitionerTo(person, "professional-details");
  await database.query("SET ROLE gangway_system");
  const told = "location = 'Lisboa', practice_type = 'Yoga Studio', is_contacted = true, last_contacted_date = now()";
  await database.query(`UPDATE practitioners SET ${told} WHERE phone_number = $1`, [person.phoneNumber]);
  await database.query("RESET ROLE");
  return person.request;
}

/** Reads an address, in every way there is of reading where `inAllWays`; answers what it leads to. */
async function read(request: APIRequestContext, address: string, inAllWays: boolean): Promise<string[]> {
  const page = await request.get(address, { headers: { Accept: "text/html" } });
  expect.soft(page.status(), address).toBeLessThan(500);
  if (!inAllWays) return [];
  expect.soft((await request.head(address)).status(), `HEAD ${address}`).toBeLessThan(500);
  const ways: Record<string, string>[] = [
    { RSC: "1" },
    { RSC: "1", "Next-Router-Prefetch": "1" },
    { Purpose: "prefetch" },
  ];
  // Links in mails are read ahead in every way.
  for (const headers of ways.slice(0, isFull || /^\/(invite|join)\//.test(address) ? 3 : 1))
    expect.soft((await request.get(address, { headers })).status(), address).toBeLessThan(500);
  const html = /html/.test(page.headers()["content-type"] ?? "") ? await page.text() : "";
  return [...html.matchAll(/\bhref="(\/[^"#]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
}

type Start = { address: string; opener: Reader };

/** Who tries the other ways of reading a row in the short form: the first to whom it opens, so that all of it runs. */
const openerOf = ({ outcomes }: Row): Reader => openers.find(who => outcomes[who] === 200) ?? "ownerA";

/** The short form lets each address be read by nobody, by whom it opens to, and by one of all in turn. */
const isReadBy = (who: Reader, { opener }: Start, at: number): boolean =>
  isFull || who === "anonymous" || who === opener || who === readers[at % readers.length];

/** Reads the given addresses, in the full form also what they lead to (150 at most), once each. */
async function crawl(request: APIRequestContext, starts: readonly Start[], who: Reader): Promise<number> {
  const seen = new Set<string>();
  const others = new Set(starts.filter(({ opener }) => opener === who).map(({ address }) => address));
  let open = starts.map(({ address }) => address);
  for (let depth = 0; depth < (isFull ? 4 : 1) && seen.size < 150; depth++) {
    const fresh = [...new Set(open)].filter(one => !seen.has(one) && !/^\/(_next|icon)|\/signout|\/cron\//.test(one));
    for (const one of fresh) seen.add(one);
    open = [];
    const work = async () => {
      for (let one = fresh.pop(); one !== undefined; one = fresh.pop())
        open.push(...(await read(request, one, isFull || others.has(one))));
    };
    await Promise.all(Array.from({ length: 8 }, work));
  }
  return seen.size;
}

test("bar 28: reading every page and every GET, by everybody, changes nothing in the whole database", async ({
  playwright,
  sandboxUrl,
  cronSecret,
}) => {
  test.setTimeout(isFull ? 600_000 : 240_000);
  const product = await OwnProduct.start();
  const people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
  try {
    const world: World = {
      ownerA: await people.storeAt("complete"),
      ownerB: await people.storeAt("order_sync"),
      sandboxUrl,
    };
    const callers: Record<Reader, APIRequestContext> = {
      practitioner: await practitionerUnderway(people),
      anonymous: await people.caller(),
      ownerA: world.ownerA.request,
      ownerB: world.ownerB.request,
      operator: (await people.staff("operator")).request,
      admin: (await people.staff("admin")).request,
    };
    // Mail programs and scanners open links before people do.
    const { token } = await newInvited(callers.admin);
    const ofLink = [`/invite/${token}`, `${inviteApi}/invite/${token}/details`];
    const starts = matrix
      .filter(({ verb, cron }) => ["GET", "PAGE"].includes(verb) && cron === undefined)
      .map(row => ({ address: row.call(world).replace("999999999", "1"), opener: openerOf(row) }))
      .concat(wizard.map(address => ({ address, opener: "practitioner" })))
      .concat(ofLink.map(address => ({ address, opener: "ownerA" })));
    expect(starts.length).toBeGreaterThan(30);
    const before = await everything(product.database);
    expect(Object.values(before).filter(text => !text.startsWith("0 ")).length).toBeGreaterThan(20);
    for (const who of readers) {
      const own = starts.filter((start, at) => isReadBy(who, start, at));
      const count = await crawl(callers[who], own, who);
      expect.soft(count, `addresses for ${who}`).toBeGreaterThanOrEqual(new Set(own.map(one => one.address)).size - 1);
      expect.soft(await everything(product.database), `after ${who}`).toEqual(before);
    }
    const { data } = await (await callers.anonymous.get(`${inviteApi}/invite/${token}/details`)).json();
    expect(data, "the link is as good as before").toMatchObject({ status: "invited" });
    for (const who of readers.slice(1))
      expect.soft((await callers[who].get("/api/v1/auth/me")).status(), `${who} is still signed in`).toBe(200);
    const left = await world.ownerB.request.post("/api/v1/auth/logout", { data: {} });
    expect(left.status(), await left.text()).toBe(200);
    expect(await everything(product.database), "a change would be seen").not.toEqual(before);
  } finally {
    await people.leave();
    await product.end();
  }
});
