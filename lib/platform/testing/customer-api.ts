import { readdirSync } from "node:fs";
import path from "node:path";
import type { DeclaredHandler } from "../http/declaration";
import { serveOwnApi } from "./own-api";

const folder = path.resolve("app/api/v1/customer");
const files = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(file => path.basename(file) === "route.ts");
const addressOf = (file: string) => `/api/v1/customer/${path.dirname(file)}`;

// One that comes tomorrow is served, and walked, by itself.
async function load(): Promise<Record<string, Record<string, DeclaredHandler>>> {
  const modules = files().map(async file => [addressOf(file), await import(path.join(folder, file))] as const);
  return Object.fromEntries(await Promise.all(modules));
}

/** Serves the API of customers' people, which the access test of an onboarding asks; call it before anything reads the environment. */
export const serveCustomerApi = () => serveOwnApi(load);

/** Every route that customers' people have, as `GET /api/v1/customer/users`; those before the door, by which they come, are not among them. */
export async function listCustomerRoutes(): Promise<string[]> {
  const found = Object.entries(await load()).flatMap(([address, handlers]) =>
    Object.entries(handlers).flatMap(([verb, handler]) =>
      handler.declaration?.auth === "customer" ? [`${verb} ${address}`] : [],
    ),
  );
  return found.sort();
}
