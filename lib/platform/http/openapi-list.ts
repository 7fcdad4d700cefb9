import type { Door } from "./door";
import { type RouteModules, toOpenApi } from "./openapi";

/** One address of the API as its page lists it. */
export type Operation = { method: string; path: string; summary: string; door: Door };

/** Every operation of the document, in its order. */
export function listOperations(modules: RouteModules): Operation[] {
  const { paths } = toOpenApi(modules, "") as {
    paths: Record<string, Record<string, { summary: string; "x-door": Door }>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      summary: operation.summary,
      door: operation["x-door"],
    })),
  );
}
