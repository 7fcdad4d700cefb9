import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./sources";

type Manifest = Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>>;
type Locked = { packages: Record<string, { version?: string; resolved?: string }> };
const readJson = (name: string) => JSON.parse(readFileSync(path.join(root, name), "utf8"));
const manifest: Manifest = readJson("package.json");
const { packages: locked }: Locked = readJson("package-lock.json");
const pins = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

/** What our user asked to build on. */
const wanted = [
  "typescript",
  "next",
  "react",
  "@tanstack/react-query",
  "next-auth",
  "prisma",
  "@prisma/client",
  "zod",
  "react-hook-form",
  "tailwindcss",
  "@playwright/test",
];
/** Below these there are known holes (bar 22). */
const minimums = { next: "16.4.5", "next-auth": "4.24.15", nodemailer: "10.4.1" };
const required =
  ".ci .env.example .gitignore CONTRIBUTING.md README.md app biome.json components docs e2e instrumentation.ts lib next.config.mjs package-lock.json package.json postcss.config.mjs prisma proxy.ts scripts tsconfig.json vercel.json".split(
    " ",
  );
// `public` and `bench` come when there is something in them.
const allowed = [...required, "public", "bench"];

const isExact = (version: string) => /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version);

/** Is `version` at least `least`? A pre-release of the least version is below it. */
function reaches(version: string, least: string): boolean {
  const [numbers = "", preview] = version.split("-", 2);
  const [have, need] = [numbers, least].map(text => text.split(".").map(Number));
  for (const at of [0, 1, 2]) {
    const difference = (have?.[at] ?? 0) - (need?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return preview === undefined;
}

/** Every copy of a package in a lockfile, nested ones included. */
const copiesOf = (name: string, lock: Locked["packages"]) =>
  Object.entries(lock).filter(([place]) => place.endsWith(`node_modules/${name}`));

const tooOld = (lock: Locked["packages"]) =>
  Object.entries(minimums).flatMap(([name, least]) =>
    copiesOf(name, lock)
      .filter(([, { version }]) => !reaches(version ?? "0.0.0", least))
      .map(([place, { version }]) => `${place} ${version} < ${least}`),
  );

const ignored = readFileSync(path.join(root, ".gitignore"), "utf8")
  .split("\n")
  .map(line => line.trim().replace(/\/$/, ""))
  .filter(line => line !== "" && !line.startsWith("#"))
  .map(line => new RegExp(`^${line.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`));

describe("packages", () => {
  it("our user's packages are what we build on", () =>
    expect(wanted.filter(name => !Object.hasOwn(pins, name))).toEqual([]));

  it("every pin is exact", () => expect(Object.entries(pins).filter(([, version]) => !isExact(version))).toEqual([]));

  it("the lockfile holds what is pinned", () => {
    const differing = Object.entries(pins).filter(
      ([name, version]) => locked[`node_modules/${name}`]?.version !== version,
    );
    expect(differing).toEqual([]);
  });

  it("no copy of a package is one with known holes, nested or not (bar 22)", () => {
    for (const name of Object.keys(minimums)) expect(copiesOf(name, locked).length, name).toBeGreaterThan(0);
    expect(tooOld(locked)).toEqual([]);
  });

  it("an old copy would be found, wherever it is", () => {
    const at = (place: string, version: string) => tooOld({ [place]: { version } });
    expect(at("node_modules/next", "16.4.4")).toHaveLength(1);
    expect(at("node_modules/next", "16.4.5-canary.3")).toHaveLength(1);
    expect(at("node_modules/next", "16.4.5")).toEqual([]);
    expect(at("node_modules/next", "17.0.0")).toEqual([]);
    expect(at("node_modules/next-auth", "4.24.9")).toHaveLength(1);
    expect(at("node_modules/next-auth/node_modules/nodemailer", "7.0.11")).toHaveLength(1);
    expect(at("node_modules/not-next", "1.0.0")).toEqual([]);
  });

  it("the lockfile names no place that packages were fetched from", () =>
    expect(Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]));
});

describe("the root of the repository", () => {
  const names = readdirSync(root).filter(name => name !== ".git" && !ignored.some(pattern => pattern.test(name)));

  it("holds nothing but what house 2 and our tools name", () =>
    expect(names.filter(name => !allowed.includes(name))).toEqual([]));

  it("holds all of it", () => expect(required.filter(name => !existsSync(path.join(root, name)))).toEqual([]));
});
