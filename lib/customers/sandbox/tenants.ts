/** How much a tenant has of everything, and how long its tokens live. */
export type ZuoraSizes = { workflows: number; tasks: number; tokenSeconds: number };

/** What the sandbox has unless told otherwise; 3,599 s is what Zuora itself says. */
export const usualSizes: ZuoraSizes = { workflows: 64, tasks: 8, tokenSeconds: 3_599 };

/** A tenant of Zuora's, with the one OAuth client that it has here. */
export type Tenant = {
  number: number;
  clientId: string;
  /** What its client may: `view` lists workflows, `export` reads what is in them. */
  rights: readonly ("view" | "export")[];
  /** Calls in a minute, an hour and a day. */
  limits: readonly [number, number, number];
  /** Of each of them how much others have used, of 1. */
  used: number;
  /** What is odd about it: the next page on somebody else's host, or refusals that come as 200. */
  oddity?: "next_page" | "unsuccessful";
};

const production = [50_000, 2_250_000, 27_000_000] as const;
const apiSandbox = [2_500, 5_000, 10_000] as const;
const clientOf = (number: number) => `33333333-3333-4333-8333-3333333333${String(number).slice(-2)}`;

const usual = { rights: ["view", "export"], limits: production, used: 0 } as const;

/** All clients share it, so that a demo has to be told one only; at most 42 characters, as at Zuora. */
export const clientSecret = "zuora_sandbox_secret";

/** Who is known: two whole tenants whose workflows have the same ids, and one for each thing that may be wrong with one. */
export const tenants: readonly Tenant[] = [
  { ...usual, number: 10_001, clientId: clientOf(10_001) },
  { ...usual, number: 10_002, clientId: clientOf(10_002), limits: apiSandbox },
  { ...usual, number: 10_003, clientId: clientOf(10_003), rights: [] },
  { ...usual, number: 10_004, clientId: clientOf(10_004), rights: ["view"] },
  { ...usual, number: 10_005, clientId: clientOf(10_005), used: 0.95 },
  { ...usual, number: 10_006, clientId: clientOf(10_006), used: 1 },
  { ...usual, number: 10_007, clientId: clientOf(10_007), oddity: "next_page" },
  { ...usual, number: 10_008, clientId: clientOf(10_008), oddity: "unsuccessful" },
];
