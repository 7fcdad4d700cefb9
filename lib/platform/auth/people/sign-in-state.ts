import type { Tx } from "../../db";
import { readBuckets } from "../../rate-limit";
import { commonBudgets, ownBudgets } from "../budgets";
import { guessKey } from "../guess-lock";
import { type Identifier, maskIdentifier } from "../identifier";
import { codeLimits } from "../limits";
import { SignInCounter, type SignInState } from "./schema";

type Reachable = { phoneNumber: string | null; email: string | null; emailConfirmed: boolean };

type Challenge = {
  id: string;
  browserHash: string;
  deviceHash: string | null;
  createdAt: Date;
  expiresAt: Date;
  attempts: number;
  sends: number;
  isAlive: boolean;
};

/** A bucket that may hold something against somebody, and how it is told of. */
type Watched = Pick<SignInCounter, "name" | "who" | "limit" | "isPersonal"> & { key: string };

/** The number and the confirmed address of a person: each has budgets and a lock of its own. */
export function identifiersOf({ phoneNumber, email, emailConfirmed }: Reachable): Identifier[] {
  const sms = phoneNumber === null ? [] : [{ channel: "sms" as const, identifier: phoneNumber }];
  const mail = email && emailConfirmed ? [{ channel: "email" as const, identifier: email.toLowerCase() }] : [];
  return [...sms, ...mail];
}

/** Challenges of a day, newest first: they tell which browsers have spent something. */
const readChallenges = (tx: Tx, identifier: string) =>
  tx.$queryRaw<Challenge[]>`
    SELECT id, browser_hash AS "browserHash", device_hash AS "deviceHash", created_at AS "createdAt", expires_at AS "expiresAt",
      attempts, sends, used_at IS NULL AND expires_at > app_now() AS "isAlive"
    FROM otp_challenge WHERE identifier = ${identifier} AND created_at > app_now() - interval '25 hours'
    ORDER BY created_at DESC LIMIT 500`;

const uniqueBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map(item => [keyOf(item), item])).values(),
];

const countsForAll = new Set(["number_day", "strangers_day"]);

function watch(of: Identifier, challenges: readonly Challenge[]): Watched[] {
  const devices = [null, ...new Set(challenges.flatMap(({ deviceHash }) => deviceHash ?? []))];
  const guesses = devices.map(deviceHash => ({
    name: "wrong_guesses" as const,
    who: deviceHash === null ? ("strangers" as const) : ("known_browser" as const),
    key: guessKey({ identifier: of.identifier, deviceHash }),
    limit: codeLimits.wrongPerIdentifier,
    isPersonal: true,
  }));
  const own = [...challenges, { browserHash: "", deviceHash: null }].flatMap(({ browserHash, deviceHash }) =>
    ownBudgets({ ...of, browserHash, deviceHash }).map(budget => {
      const one = deviceHash === null ? ("browser" as const) : ("known_browser" as const);
      const all = budget.name === "strangers_day" ? ("strangers" as const) : ("everybody" as const);
      return { ...budget, who: countsForAll.has(budget.name) ? all : one, isPersonal: true };
    }),
  );
  const common = [null, "any"].flatMap(deviceHash =>
    commonBudgets(of, deviceHash).map(budget => {
      const who = deviceHash === null ? ("strangers" as const) : ("known_browsers" as const);
      return { ...budget, who, isPersonal: false };
    }),
  );
  // Only names that a counter may have: what an address has spent is not known here.
  return uniqueBy([...guesses, ...own, ...common], ({ key }) => key) as Watched[];
}

/** Names of everything that may hold something against one number or address alone. */
export async function personalKeys(tx: Tx, of: Identifier): Promise<string[]> {
  const watched = watch(of, await readChallenges(tx, of.identifier));
  return watched.filter(({ isPersonal }) => isPersonal).map(({ key }) => key);
}

/** Ids of the challenges of a number or address that can still be answered. */
export async function aliveChallenges(tx: Tx, of: Identifier): Promise<string[]> {
  const challenges = await readChallenges(tx, of.identifier);
  return challenges.filter(({ isAlive }) => isAlive).map(({ id }) => id);
}

async function readCounters(tx: Tx, watched: readonly Watched[]): Promise<SignInCounter[]> {
  const rows = await readBuckets(
    tx,
    watched.map(({ key }) => key),
  );
  const buckets = new Map(rows.map(row => [row.key, row]));
  return watched.flatMap(({ key, name, who, limit, isPersonal }) => {
    const bucket = buckets.get(key);
    if (!bucket) return [];
    const { spent, endsAt } = bucket;
    return [{ name, who, spent, limit, until: endsAt.toISOString(), isBlocking: spent >= limit, isPersonal }];
  });
}

function openCodes(challenges: readonly Challenge[]): SignInCounter[] {
  const open = challenges.filter(({ isAlive, attempts }) => isAlive && attempts < codeLimits.triesPerCode);
  const first = open.map(({ expiresAt }) => expiresAt).sort((a, b) => a.getTime() - b.getTime())[0];
  if (!first) return [];
  const [spent, limit] = [open.length, codeLimits.alivePerIdentifier];
  const facts = { who: "strangers" as const, until: first.toISOString(), isPersonal: true };
  return [{ name: "open_codes", spent, limit, isBlocking: spent >= limit, ...facts }];
}

// What blocks comes first, then what is the person's own, then what many share.
const order = Object.values(SignInCounter.shape.name.enum);
const rank = ({ isBlocking, name }: SignInCounter) => order.indexOf(name) - (isBlocking ? 100 : 0);

async function readSignInState(tx: Tx, of: Identifier): Promise<SignInState> {
  const challenges = await readChallenges(tx, of.identifier);
  const counters = [...openCodes(challenges), ...(await readCounters(tx, watch(of, challenges)))];
  return {
    channel: of.channel,
    to: maskIdentifier(of),
    counters: counters.sort((a, b) => rank(a) - rank(b)),
    challenges: challenges
      .filter(({ isAlive }) => isAlive)
      .map(({ createdAt, expiresAt, sends, attempts, deviceHash }) => ({
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        sends,
        triesLeft: codeLimits.triesPerCode - attempts,
        isKnownBrowser: deviceHash !== null,
      })),
  };
}

/** What stands between a person and a code, for their number and their confirmed address. */
export async function readSignInStates(tx: Tx, person: Reachable): Promise<SignInState[]> {
  const states: SignInState[] = [];
  for (const of of identifiersOf(person)) states.push(await readSignInState(tx, of));
  return states;
}
