import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { messages } from "./platform/i18n/messages";
import {
  listDoors,
  missingPublicPages,
  openPages,
  undeclaredActions,
  undeclaredRoutes,
} from "./platform/testing/rules/doors";
import {
  browserLeaks,
  cycles,
  databaseOutsideLib,
  strayImports,
  unguarded,
  workerReachesNext,
} from "./platform/testing/rules/imports";
import {
  barrels,
  longDoors,
  longPages,
  oddMigrations,
  oddNames,
  strayInDomains,
  synonyms,
} from "./platform/testing/rules/names";
import { forbiddenWords, silencedChecks } from "./platform/testing/rules/text";
import { textFaults } from "./platform/testing/rules/texts";
import { listFiles, readSources, root } from "./platform/testing/sources";

// Who may enter without signing in. Exact: a page or route that joins or leaves changes this list, in sight of a reviewer.
const publicPages = [
  "/",
  "/login",
  "/signup/agent",
  "/signup/store",
  "/docs/api",
  "/docs/api/[operation]",
  "/docs/api/partner",
  "/dev/outbox",
  "/invite/[token]",
  "/join/[token]",
  "/reminders/[token]",
];
const publicRoutes = [
  "GET /api/health",
  "GET /api/health/live",
  "GET /api/openapi.json",
  "GET /api/v1/reminders/[token]", // leads to the page that asks before it stops them
  "GET /api/v1/uploads/[id]", // what a profile shows to everybody, under an id that cannot be guessed
  "POST /api/v1/auth/send-otp",
  "POST /api/v1/auth/verify-otp",
  "POST /api/v1/agents/signup",
  // The secret of an invite lets in; from our pages, and from programs that say so.
  "GET /api/v1/beneficiary/invite/[token]/details",
  "POST /api/v1/beneficiary/invite/[token]/details",
  "POST /api/v1/beneficiary/invite/[token]/accept",
  "PUT /api/v1/beneficiary/invite/[token]/feedback",
  "POST /api/v1/beneficiary/invite/[token]/renew",
  "POST /api/v1/beneficiary/get-email-activation-otp",
  "POST /api/v1/beneficiary/validate-otp",
  "POST /api/v1/customer/join",
  "POST /api/v1/customer/join/code",
  "POST /api/v1/store/signup",
  "POST /api/v1/vitals", // of nobody, and counted by address
];
const routesBySecret = [
  "DELETE /api/v1/beneficiary/schedule-auto-activation internal",
  "GET /api/cron/poll cron",
  "GET /api/metrics metrics",
  "GET /api/v1/beneficiary/check-pending-activation internal",
  "POST /api/cron/poll cron",
  "POST /api/v1/beneficiary/activate-member internal",
  "POST /api/v1/beneficiary/bulk-activate internal",
  "POST /api/v1/beneficiary/schedule-auto-activation internal",
  "POST /api/v1/internal/beneficiary/activate internal",
];
// The secret in the address lets in, also a mail program that comes from no page of ours.
const routesByLink = ["POST /api/v1/customer/news/[token]", "POST /api/v1/reminders/[token]"];
const routesOfDemoAndTest = ["GET /api/dev/outbox", "POST /api/dev/clock"];
// next-auth brings its own handler; the catch-all answers 404 to everybody.
const undeclared = ["app/api/auth/[...nextauth]/route.ts", "app/api/[...rest]/route.ts"];

const theDocument = "app/api/openapi.json/route.ts";

const files = listFiles();
const sources = readSources(files);

describe("who may import whom (house 3)", () => {
  it("every import goes down, never up or sideways", () => expect(strayImports(sources)).toEqual([]));
  it("only lib touches the database", () => expect(databaseOutsideLib(sources)).toEqual([]));
  it("there are no cycles", () => expect(cycles(sources)).toEqual([]));
  it("the browser loads nothing of the server", () => expect(browserLeaks(sources)).toEqual([]));
  it("what lets in data or secrets is server-only (bar 32)", () => expect(unguarded(sources)).toEqual([]));
  it("the worker does not reach next-auth", () => expect(workerReachesNext(sources)).toEqual([]));
});

describe("names and places (house 2, 4, 6)", () => {
  it("files are kebab-case", () => expect(oddNames(files)).toEqual([]));
  it("a domain folder is a closed list", () => expect(strayInDomains(files)).toEqual([]));
  it("nothing is called utils", () => expect(synonyms(files)).toEqual([]));
  it("there are no barrels", () => expect(barrels(sources)).toEqual([]));
  it("routes and actions have at most 40 lines", () => expect(longDoors(sources)).toEqual([]));

  it("pages over 60 lines are told of", () => {
    for (const smell of longPages(sources)) console.warn(smell);
  });

  it("migrations are named by time and drop nothing in silence", () => {
    const migrations = files.filter(file => /^prisma\/migrations\/.*\.sql$/.test(file));
    const read = (file: string) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") });
    expect(migrations.length).toBeGreaterThan(0);
    expect(oddMigrations(migrations.map(read))).toEqual([]);
  });
});

describe("words", () => {
  it("no process.env, unsafe SQL, guessable randomness or any where it may not be", () =>
    expect(forbiddenWords(sources)).toEqual([]));
  it("every page gives its scripts the texts that they draw with, and no others", () =>
    expect(textFaults(sources, Object.keys(messages))).toEqual([]));
  it("no check is switched off, nothing is left to do", () => expect(silencedChecks(sources)).toEqual([]));
});

describe("doors", () => {
  it("every page behind a door waits for a require…", () => expect(openPages(sources, publicPages)).toEqual([]));
  it("the list of public pages is exact", () => expect(missingPublicPages(sources, publicPages)).toEqual([]));
  it("every route names who may enter", () => expect(undeclaredRoutes(sources, undeclared)).toEqual([]));
  it("every action names who may enter", () => expect(undeclaredActions(sources)).toEqual([]));

  it("every declared route is in the API's document", () => {
    const [gathered] = sources.filter(source => source.path === "app/api/declarations.ts");
    const documented = gathered?.imports.map(({ target }) => target).sort();
    const declared = new Set(listDoors(sources).map(door => door.path));
    expect(documented).toEqual([...declared].filter(file => ![...undeclared, theDocument].includes(file)).sort());
  });

  it("the lists of routes that need no session are exact (bar 26)", () => {
    const doors = listDoors(sources).filter(({ path: file }) => !undeclared.includes(file));
    const behind = (...names: string[]) =>
      doors.filter(({ door }) => names.includes(String(door))).map(({ verb, address }) => `${verb} ${address}`);
    expect(behind("public").sort()).toEqual([...publicRoutes].sort());
    expect(behind("link").sort()).toEqual(routesByLink);
    expect(behind("dev").sort()).toEqual([...routesOfDemoAndTest].sort());
    const bySecret = doors.filter(({ door }) => ["cron", "internal", "metrics"].includes(String(door)));
    expect(bySecret.map(({ verb, address, door }) => `${verb} ${address} ${door}`).sort()).toEqual(routesBySecret);
  });
});
