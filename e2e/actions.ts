import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { root } from "@/lib/platform/testing/sources";
import type { Person, StoreOwner } from "./people";

/** A server action of the build: its id on the wire, and `app/choose/actions.ts#choose`. */
export type ServerAction = { id: string; name: string };

/** The folder of the build that is served, known by the id that its pages carry. */
export async function findBuild(request: APIRequestContext): Promise<string> {
  const html = await (await request.get("/login")).text();
  const folders = [".next-test", ".next", ".next-scratch/.next-test"].map(name => path.join(root, name));
  const idOfBuild = (folder: string) => {
    const file = path.join(folder, "BUILD_ID");
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  };
  const found = folders.find(folder => html.includes(idOfBuild(folder) ?? "no build"));
  if (!found) throw new Error("no build here is the one that is served");
  return found;
}

/** Every server action that the served build answers to. */
export async function listActions(request: APIRequestContext): Promise<ServerAction[]> {
  const file = path.join(await findBuild(request), "server", "server-reference-manifest.json");
  const { node, edge } = JSON.parse(readFileSync(file, "utf8")) as Record<"node" | "edge", Record<string, Entry>>;
  return Object.entries({ ...node, ...edge }).map(([id, { filename, exportedName }]) => ({
    id,
    name: `${filename.replace(".next-scratch/", "")}#${exportedName}`,
  }));
}
type Entry = { filename: string; exportedName: string };

/** The ids of server actions that a page hands to its browser. */
export async function actionsOf({ request }: Pick<Person, "request">, page: string): Promise<string[]> {
  const html = await (await request.get(page)).text();
  return [...new Set(html.match(/(?<![0-9a-f])[0-9a-f]{42}(?![0-9a-f])/g))];
}

/** Calls an action as a browser would, or as none would. */
export async function callAction(
  who: Pick<Person, "request">,
  page: string,
  id: string,
  body: string,
  type = "text/plain;charset=UTF-8",
) {
  const headers = { "Next-Action": id, Accept: "text/x-component", "Content-Type": type };
  const since = performance.now();
  const answer = await who.request.post(page, { headers, data: Buffer.from(body), maxRedirects: 0 });
  const text = await answer.text();
  return { status: answer.status(), text, ms: performance.now() - since, isDone: text.includes('"success":true') };
}

/** A person's id. */
export const idOf = ({ phoneNumber }: Pick<Person, "phoneNumber">): Promise<number> =>
  transaction("system", async tx => (await tx.user.findUniqueOrThrow({ where: { phoneNumber } })).id);

/** What admins can change of a person, as the database has it. */
export const personOf = (id: number) =>
  transaction("system", async tx => {
    const alive = { where: { endedAt: null }, select: { id: true, storeId: true } };
    return tx.user.findUniqueOrThrow({ where: { id }, include: { sessions: alive, roles: true } });
  });

/** What its owner can change of a store, as the database has it. */
export const storeOf = ({ code }: Pick<StoreOwner, "code">) =>
  transaction("system", tx => {
    const onboarding = { include: { steps: { orderBy: { id: "asc" } }, runs: { orderBy: { id: "asc" } } } } as const;
    const include = { profile: true, letzshop: true, productImport: true, imports: true, onboarding } as const;
    return tx.store.findUniqueOrThrow({ where: { code }, include });
  });
