import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { type Lookup, type Reach, resolveChecked } from "./target";

const shared = new Map<string, Agent>();

/** How to dial: what may be reached, how long a connect may take, and (in tests) which resolver to ask. */
export type Dialling = { reach: Reach; connectMs: number; lookup?: Lookup | undefined };

/**
 * A dispatcher whose every new connection resolves, checks and dials in one act: the socket gets exactly the addresses that passed.
 * Reused connections are fine, since they end at an address that was checked when it was dialled.
 */
export function openAgent(dialling: Dialling): Agent {
  return new Agent({ connect: guardedConnector(dialling), pipelining: 1, connections: 16, allowH2: false });
}

/** One dispatcher per set of rules, kept for the life of the process so that calls to the same upstream share connections. */
export function sharedAgent(dialling: Dialling): Agent {
  const { reach, connectMs } = dialling;
  const key = JSON.stringify([connectMs, reach.upstream, reach.privateOrigins]);
  const known = shared.get(key);
  if (known) return known;
  const agent = openAgent(dialling);
  shared.set(key, agent);
  return agent;
}

function guardedConnector({ reach, connectMs, lookup }: Dialling): buildConnector.connector {
  return (options, callback) => {
    const port = options.port ? `:${options.port}` : "";
    const url = new URL(`${options.protocol}//${bracketed(options.hostname)}${port}`);
    const guardedLookup: LookupFunction = (_hostname, lookupOptions, done) => {
      resolveChecked(url, reach, lookup).then(
        addresses => {
          const first = addresses[0];
          if (lookupOptions.all) done(null, addresses);
          else if (first) done(null, first.address, first.family);
        },
        (failure: Error) => done(failure, "", 0),
      );
    };
    const connect = buildConnector({
      lookup: guardedLookup,
      timeout: connectMs,
      allowH2: false,
      // Said out loud, or a variable of the process could turn it off.
      rejectUnauthorized: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1000,
    });
    connect(options, callback);
  };
}

function bracketed(hostname: string): string {
  return hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
}
