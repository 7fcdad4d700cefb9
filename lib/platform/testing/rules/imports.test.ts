import { describe, expect, it } from "vitest";
import { house, one } from "./house";
import { browserLeaks, cycles, databaseOutsideLib, strayImports, unguarded, workerReachesNext } from "./imports";

const imports = (from: string, target: string, type = "") =>
  house({
    [from]: `import ${type} { thing } from "@/${target.replace(/\.tsx?$/, "")}";`,
    [target]: "export const thing = 1;",
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

  it("what lets in data or secrets and could get into a browser is seen", () => {
    const seen = (file: string, text: string) => unguarded(house({ [file]: text }));
    for (const name of ["db", "env", "crypto"])
      expect(seen(`lib/platform/${name}.ts`, `import { z } from "zod";`)).toMatchObject(one);
    expect(seen("lib/platform/db.ts", `import "server-only";\nimport pg from "pg";`)).toEqual([]);
    expect(seen("lib/stores/queries/shop.ts", `import pg from "pg";`)).toMatchObject(one);
    expect(seen("lib/stores/queries/shop.ts", `import type pg from "pg";`)).toEqual([]);
    expect(seen("lib/stores/schema.ts", `import { z } from "zod";`)).toEqual([]);
  });
});
