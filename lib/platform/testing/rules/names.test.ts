import { describe, expect, it } from "vitest";
import { house, one } from "./house";
import { barrels, longDoors, oddMigrations, oddNames, strayInDomains, synonyms } from "./names";

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
