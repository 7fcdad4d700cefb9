import { describe, expect, it } from "vitest";
import { missingPublicPages, openPages, undeclaredActions, undeclaredRoutes } from "./doors";
import { house, one } from "./house";

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
