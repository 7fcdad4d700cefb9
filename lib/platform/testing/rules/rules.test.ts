import { describe, expect, it } from "vitest";
import { type Source, toSource } from "../sources";
import { missingPublicPages, openPages, undeclaredActions, undeclaredRoutes } from "./doors";
import { browserLeaks, cycles, databaseOutsideLib, strayImports, workerReachesNext } from "./imports";
import { barrels, longDoors, oddMigrations, oddNames, strayInDomains, synonyms } from "./names";
import { forbiddenWords, silencedChecks } from "./text";

// A rule that never refuses anything proves nothing: each one is shown a house that breaks it.
function house(texts: Record<string, string>): Source[] {
  const exists = (file: string) => file in texts;
  return Object.entries(texts).map(([file, text]) => toSource(file, text, exists));
}
const imports = (from: string, target: string, type = "") =>
  house({
    [from]: `import ${type} { thing } from "@/${target.replace(/\.tsx?$/, "")}";`,
    [target]: "export const thing = 1;",
  });
const one = { length: 1 };

describe("reading imports", () => {
  const read = (text: string) =>
    toSource("lib/a/b.ts", text, file => file.endsWith(".ts")).imports.map(
      ({ target, specifier }) => target ?? specifier,
    );

  it("finds static, side-effect, dynamic, re-exported and multi-line ones", () => {
    const text = `import "./one";\nimport {\n  two, // why\n} from "../two";\nexport * from "@/three";\nexport { x as y } from './four';\nconst five = await import("./five");\nimport six, * as all from "six";`;
    expect(read(text)).toEqual(["lib/a/one.ts", "lib/two.ts", "three.ts", "lib/a/four.ts", "lib/a/five.ts", "six"]);
  });

  it("does not read comments, strings, templates or types of imports", () => {
    const text = `// import "./no";\n/* import x from "./no" */\nconst text = 'import "./no"';\nconst code = \`\nimport a from "./no";\n\`;\nconst url = "http://x.y"; import { yes } from "./yes";`;
    expect(read(text)).toEqual(["lib/a/yes.ts"]);
  });

  it("knows types from values", () => {
    const types = (text: string) => toSource("a.ts", text).imports.map(({ typesOnly }) => typesOnly);
    expect(
      types(
        `import type { A } from "a"; import { type B, type C as D } from "b"; import { type E, f } from "c"; export type { G } from "g";`,
      ),
    ).toEqual([true, true, false, true]);
  });
});

describe("who may import whom", () => {
  it.each([
    ["app/store/page.tsx", "lib/platform/db.ts"],
    ["app/store/page.tsx", "lib/platform/flow/run.ts"],
    ["app/store/page.tsx", "lib/platform/env.ts"],
    ["app/store/page.tsx", "lib/stores/client.ts"],
    ["app/store/page.tsx", "lib/stores/jobs.ts"],
    ["app/store/page.tsx", "lib/worker.ts"],
    ["app/api/v1/x/route.ts", "components/ui/button.tsx"],
    ["app/api/v1/x/route.ts", "lib/stores/steps.ts"],
    ["app/api/v1/x/route.ts", "lib/worker.ts"],
    ["components/stores/a.tsx", "lib/stores/service.ts"],
    ["components/stores/a.tsx", "components/agents/b.tsx"],
    ["components/stores/a.tsx", "lib/platform/flow/progress.ts"],
    ["components/flow/a.tsx", "components/stores/b.tsx"],
    ["components/flow/a.tsx", "lib/stores/schema.ts"],
    ["components/ui/a.tsx", "components/flow/b.tsx"],
    ["lib/stores/service.ts", "lib/agents/service.ts"],
    ["lib/stores/service.ts", "app/page.tsx"],
    ["lib/stores/service.ts", "lib/kinds.ts"],
    ["lib/stores/service.ts", "components/ui/a.tsx"],
    ["lib/platform/flow/run.ts", "lib/stores/steps.ts"],
    ["lib/worker.ts", "lib/stores/steps.ts"],
    ["lib/platform/audit.ts", "lib/platform/testing/database.ts"],
  ])("%s may not import %s", (from, target) => expect(strayImports(imports(from, target))).toMatchObject(one));

  it.each([
    ["app/store/page.tsx", "lib/stores/queries/require-store.ts"],
    ["app/store/page.tsx", "lib/platform/auth/current.ts"],
    ["app/store/page.tsx", "lib/platform/flow/queries.ts"],
    ["app/api/cron/poll/route.ts", "lib/worker.ts"],
    ["components/stores/a.tsx", "lib/stores/schema.ts"],
    ["lib/stores/service/a.ts", "lib/stores/client/b.ts"],
    ["lib/worker.ts", "lib/stores/jobs.ts"],
  ])("%s may import %s", (from, target) => expect(strayImports(imports(from, target))).toEqual([]));

  it("components may know types", () => {
    expect(strayImports(imports("components/stores/a.tsx", "lib/stores/view.ts", "type"))).toEqual([]);
    expect(strayImports(imports("components/stores/a.tsx", "lib/stores/view.ts"))).toMatchObject(one);
  });

  it("types do not help anybody else up or sideways", () =>
    expect(strayImports(imports("lib/stores/service.ts", "lib/agents/view.ts", "type"))).toMatchObject(one));

  it("app and components do not touch the database", () => {
    expect(
      databaseOutsideLib(house({ "app/page.tsx": `import pg from "pg"; import { Tx } from "@/lib/platform/db";` })),
    ).toHaveLength(1);
    expect(databaseOutsideLib(imports("app/page.tsx", "lib/platform/db.ts"))).toMatchObject(one);
  });

  it("a ring of three files is found once", () => {
    const ring = house({
      "lib/a.ts": `import "./b";`,
      "lib/b.ts": `import "./c";`,
      "lib/c.ts": `import type { A } from "./a";`,
      "lib/d.ts": `import "./a";`,
    });
    expect(cycles(ring)).toEqual(["lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts"]);
  });

  it("a client file reaches nothing of the server, but may call actions and know types", () => {
    const client = `"use client";\nimport { x } from "./near";`;
    const far = { "lib/platform/db.ts": "export const db = 1;" };
    const leak = house({
      "components/a/x.tsx": client,
      "components/a/near.ts": `import { db } from "@/lib/platform/db";`,
      ...far,
    });
    expect(browserLeaks(leak)).toEqual([
      "the browser would load components/a/x.tsx → components/a/near.ts → lib/platform/db.ts",
    ]);
    expect(
      browserLeaks(
        house({
          "components/a/x.tsx": client,
          "components/a/near.ts": `"use server";\nimport { db } from "@/lib/platform/db";`,
          ...far,
        }),
      ),
    ).toEqual([]);
    expect(
      browserLeaks(
        house({
          "components/a/x.tsx": client,
          "components/a/near.ts": `import type { Tx } from "@/lib/platform/db";`,
          ...far,
        }),
      ),
    ).toEqual([]);
  });

  it("a worker that reaches next-auth is told the way", () => {
    const found = workerReachesNext(
      house({ "lib/worker.ts": `import "./stores/jobs";`, "lib/stores/jobs.ts": `import NextAuth from "next-auth";` }),
    );
    expect(found).toEqual(["the worker reaches next-auth: lib/worker.ts → lib/stores/jobs.ts → next-auth"]);
  });
});

describe("names and places", () => {
  it.each(["lib/stores/myService.ts", "components/ui/Button.tsx", "app/Store/page.tsx", "lib/platform/rate_limit.ts"])(
    "%s is not kebab-case",
    file => expect(oddNames([file])).toMatchObject(one),
  );
  it("Next's own names are fine", () =>
    expect(
      oddNames([
        "app/store/[code]/page.tsx",
        "app/api/auth/[...nextauth]/route.ts",
        "app/(signed-in)/page.tsx",
        "lib/stores/README.md",
        ".env.example",
      ]),
    ).toEqual([]));
  it.each(["lib/stores/helpers.ts", "lib/stores/dto.ts", "lib/stores/forms/a.ts", "lib/tools.ts"])(
    "%s has no place in a domain",
    file => expect(strayInDomains([file])).toMatchObject(one),
  );
  it("a file of the list may be a folder of verbs", () =>
    expect(strayInDomains(["lib/stores/service/sign-up.ts", "lib/stores/sync.db.test.ts"])).toEqual([]));
  it.each(["lib/platform/utils.ts", "components/ui/helpers/a.ts", "lib/stores/service/index.ts"])(
    "%s is no name",
    file => expect(synonyms([file])).toMatchObject(one),
  );
  it("a barrel is seen", () => {
    expect(
      barrels(house({ "lib/a/service.ts": `export { a } from "./b";\nexport type { C } from "./c";\n` })),
    ).toMatchObject(one);
    expect(barrels(house({ "lib/a/service.ts": `export * from "./b";\nexport const c = 1;` }))).toMatchObject(one);
    expect(barrels(house({ "lib/a/service.ts": `export { a } from "./b";\nexport const c = 1;` }))).toEqual([]);
  });
  it("41 lines are too many for a route, 40 are not", () => {
    expect(longDoors(house({ "app/api/x/route.ts": "x\n".repeat(41) }))).toMatchObject(one);
    expect(longDoors(house({ "app/api/x/route.ts": "x\n".repeat(40) }))).toEqual([]);
  });
  it("a migration says why it drops", () => {
    const at = (text: string, name = "20261120110000_add_stores") =>
      oddMigrations([{ path: `prisma/migrations/${name}/migration.sql`, text }]);
    expect(at("ALTER TABLE a\n  DROP COLUMN b;")).toMatchObject(one);
    expect(
      at("ALTER TABLE a\n  -- nobody reads b since 0042\n  DROP COLUMN b;\nINSERT INTO c VALUES ('DROP')"),
    ).toEqual([]);
    expect(at("", "001_init")).toMatchObject(one);
  });
});

describe("words", () => {
  it.each([
    ["lib/platform/http/x.ts", "const a = process.env.SECRET;"],
    ["proxy.ts", "const a = process.env.SECRET;"],
    ["lib/stores/queries.ts", "tx.$queryRawUnsafe(text)"],
    ["lib/stores/queries.ts", "tx.$queryRaw(Prisma.raw(text))"],
    ["lib/platform/auth/code.ts", "const code = Math.random();"],
    ["lib/stores/view.ts", "const a = (b as any).c;"],
    ["lib/stores/view.ts", "function f(a: any) {}"],
    ["lib/stores/view.ts", "let a: Record<string, any>;"],
  ])("%s may not say %s", (file, text) => expect(forbiddenWords(house({ [file]: text }))).toMatchObject(one));

  it("comments, strings and ordinary words do not count", () => {
    const text = `// process.env and any\nconst a = "Math.random, as any";\nconst any = list.some(one => one);\nif (a || any(b)) c();`;
    expect(forbiddenWords(house({ "lib/platform/auth/a.ts": text }))).toEqual([]);
  });

  it("a switched-off check is seen", () =>
    expect(silencedChecks(house({ "lib/a/view.ts": "// @ts-expect-error later\nx();" }))).toMatchObject(one));
});

describe("doors", () => {
  const route = (text: string) => undeclaredRoutes(house({ "app/api/x/route.ts": text }), []);

  it("a route without a declared door is seen, however it is exported", () => {
    expect(route(`export async function GET() { return Response.json({}); }`)).toMatchObject(one);
    expect(route(`export const GET = route({ summary: "x", handle });`)).toMatchObject(one);
    expect(route(`const go = async () => new Response(); export { go as POST };`)).toMatchObject(one);
    expect(route(`export const GET = route({ auth: "user", handle }); export const POST = other;`)).toMatchObject(one);
    expect(route(`export const GET = route({ auth: "user", handle }); export default x;`)).toMatchObject(one);
    expect(route(`export const maxDuration = 60;`)).toMatchObject(one);
  });

  it("a declared one is fine", () =>
    expect(
      route(
        `export const maxDuration = 60;\nexport const GET = route({\n  auth: "cron",\n  handle,\n});\nexport const POST = GET;`,
      ),
    ).toEqual([]));

  it("an action outside actions.ts, or without a door, is seen", () => {
    expect(
      undeclaredActions(house({ "components/a/b.tsx": `"use server";\nexport const x = action({ auth: "user" });` })),
    ).toMatchObject(one);
    expect(undeclaredActions(house({ "app/page.tsx": `async function save() {\n  "use server";\n}` }))).toMatchObject(
      one,
    );
    expect(undeclaredActions(house({ "app/actions.ts": `"use server";\nexport async function x() {}` }))).toMatchObject(
      one,
    );
    expect(
      undeclaredActions(
        house({ "app/actions.ts": `"use server";\nexport const x = action({ auth: "user", input, handle });` }),
      ),
    ).toEqual([]);
  });

  it("a page or layout that waits for nobody is seen", () => {
    const page = (file: string, text: string) => openPages(house({ [file]: text }), ["/", "/login"]);
    expect(page("app/store/[code]/page.tsx", "export default async function Page() {}")).toMatchObject(one);
    expect(
      page("app/store/[code]/page.tsx", "// await requireStore(code)\nexport default async function Page() {}"),
    ).toMatchObject(one);
    expect(page("app/store/layout.tsx", "requireStore(code);")).toMatchObject(one);
    expect(page("app/store/[code]/page.tsx", "const store = await requireStore(code);")).toEqual([]);
    expect(page("app/layout.tsx", "")).toEqual([]);
    expect(page("app/(open)/login/page.tsx", "")).toEqual([]);
  });

  it("a name too many on the list of public pages is seen", () =>
    expect(missingPublicPages(house({ "app/page.tsx": "" }), ["/", "/gone"])).toMatchObject(one));
});
