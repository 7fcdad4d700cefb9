import type { ServerResponse } from "node:http";
import { connect, createServer, type Server } from "node:net";
import { expect, test } from "./fixtures";
import { csv, many, OwnShop } from "./own-shop";
import type { StoreOwner } from "./people";

const preview = "/api/v1/store/onboarding/step/product-import/preview";

/** Somewhere inside that nobody may reach through us; it counts who comes. */
async function listen(): Promise<{ port: number; visits: () => number; server: Server }> {
  let visits = 0;
  const server = createServer(socket => {
    visits += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nin the cellar");
  });
  await new Promise<void>(resolve => server.listen(0, resolve));
  const at = server.address();
  return { port: at !== null && typeof at === "object" ? at.port : 0, visits: () => visits, server };
}

/** A visit would be seen. */
const visit = (port: number) =>
  new Promise<void>(resolve =>
    connect(port, "127.0.0.1")
      .on("close", () => resolve())
      .resume(),
  );

const hosts = [
  ...["127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0x0.0x0.0x1", "0177.0.0.1"],
  ...[
    "017700000001",
    "127.0.0.1.",
    "１２７．０．０．１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "127%2e0.0.1",
  ],
  ...["localhost", "LOCALHOST", "localhost.", "a.localhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "loca\tlhost", "user:password@127.0.0.1"],
  ...[
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
  ],
  ...["[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]"],
];
const schemes = ["file:///etc/passwd", "ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/", "dict://127.0.0.1:PORT/"];

async function look({ request }: StoreOwner, url: string) {
  const started = performance.now();
  const answer = await request.post(preview, { data: { url, language: "fr" } });
  const { error } = await answer.json();
  return { status: answer.status(), errors: error?.errors, message: error?.message, ms: performance.now() - started };
}

test("bar 77: no spelling of an address inside makes us connect, and each is refused in the same words", async ({
  storeAt,
}) => {
  const [inside, owner] = [await listen(), await storeAt("product_import")];
  const wanted = await look(owner, `http://127.0.0.1:${inside.port}/feed.csv`);
  expect(wanted).toMatchObject({ status: 422, errors: [{ field: "url", code: "wrong_address" }] });
  try {
    for (const host of hosts) {
      const url = `http://${host}:${inside.port}/feed.csv`;
      expect.soft(await look(owner, url), url).toEqual({ ...wanted, ms: expect.any(Number) });
    }
    for (const scheme of schemes)
      expect.soft((await look(owner, scheme.replace("PORT", String(inside.port)))).status, scheme).toBe(422);
    expect(inside.visits(), "visits").toBe(0);
    await visit(inside.port);
    expect(inside.visits(), "a visit would be seen").toBe(1);
  } finally {
    inside.server.close();
  }
});

test("bar 79: inside, an open port, a closed one and nothing at all cannot be told apart, by words nor by time", async ({
  storeAt,
}) => {
  const [inside, closed, owner] = [await listen(), await listen(), await storeAt("product_import")];
  await new Promise(resolve => closed.server.close(resolve));
  const places = {
    open: `http://127.0.0.1:${inside.port}/`,
    closed: `http://127.0.0.1:${closed.port}/`,
    nothing: "http://10.255.255.1/",
    cloud: "http://169.254.169.254/latest/meta-data/",
  };
  const times: Record<string, number[]> = {};
  const words = new Set<string>();
  await look(owner, places.open);
  for (let round = 0; round < 15; round++) {
    for (const [place, url] of Object.entries(places)) {
      const { ms, ...told } = await look(owner, url);
      times[place] = [...(times[place] ?? []), ms];
      words.add(JSON.stringify(told));
    }
  }
  inside.server.close();
  expect([...words]).toHaveLength(1);
  expect(inside.visits()).toBe(0);
  const medians = Object.values(times).map(all => all.sort((a, b) => a - b)[7] ?? 0);
  // A connect to nothing takes five seconds, one to a closed port none.
  expect(Math.max(...medians) - Math.min(...medians), JSON.stringify(medians)).toBeLessThan(40);
});

test("bars 78 and 80: a feed that was good when it was saved is checked again at each reading, hop by hop, also by the clock at night, and its secret is in no log", async ({
  playwright,
  sandboxUrl,
  cronSecret,
}) => {
  const inside = await listen();
  const shop = await OwnShop.open(playwright, { sandboxUrl, cronSecret });
  try {
    const path = "/Xy7Kq2LmP9aB3/night.csv?pwd=hunter2hunter2";
    shop.feeds[path] = csv(...many(5));
    const owner = await shop.completeStore({ fr: shop.address(path) });
    const before = await shop.products(owner);
    expect(before).toHaveLength(5);

    // First to another server that may be read, and from there inside.
    const redirect = (location: string) => (response: ServerResponse) =>
      void response.writeHead(302, { location }).end();
    shop.feeds[path] = redirect(shop.address("/second", 1));
    const [, second] = shop.servers;
    if (second) second.feeds["/second"] = redirect(`http://127.0.0.1:${inside.port}/feed.csv`);
    const { rows } = await shop.product.database.query<{ id: number }>("SELECT id FROM stores WHERE code = $1", [
      owner.code,
    ]);
    await shop.product.database.query(
      "UPDATE store_product_import SET next_refresh_at = now() - interval '1 second' WHERE store_id = $1",
      [rows[0]?.id],
    );
    const ended = () =>
      shop.product.database.query<{ parts: { step: string; errorCode: string | null }[] }>(
        `SELECT r.parts FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
         WHERE o.store_id = $1 AND r.trigger = 'schedule' AND r.ended_at IS NOT NULL`,
        [rows[0]?.id],
      );
    await expect
      .poll(
        async () => {
          await shop.poll();
          return (await ended()).rows.length;
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    const [run] = (await ended()).rows;
    expect(run?.parts.find(part => part.step === "products")).toMatchObject({ errorCode: "wrong_address" });
    expect(inside.visits(), "visits").toBe(0);
    expect(await shop.products(owner), "the products stay").toEqual(before);
    await visit(inside.port);
    expect(inside.visits(), "a visit would be seen").toBe(1);

    const masked = () =>
      shop.product.database.query<{ address: string; outcome: string }>(
        "SELECT address, outcome FROM upstream_call WHERE upstream = 'feeds' ORDER BY id",
      );
    await expect.poll(async () => (await masked()).rows.map(call => call.outcome)).toEqual(["ok", "wrong_address"]);
    for (const { address } of (await masked()).rows) expect(address).toMatch(/\/•••9aB3\/night\.csv\?pwd=•••ter2$/);
    expect(shop.product.log, "the log tells of the failure").toContain("refused_address");
    for (const secret of ["hunter2", "Xy7Kq2LmP"]) expect(shop.product.log).not.toContain(secret);
  } finally {
    inside.server.close();
    await shop.close();
  }
});
