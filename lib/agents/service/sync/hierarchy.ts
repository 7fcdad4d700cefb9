import type { NetworkEntry } from "../../client/entities";

/** Above and below whom somebody stands, how far, and who is between them. */
export type Link = { ancestor_agent_id: string; descendant_agent_id: string; depth: number; path_json: string[] };

// A chain of n people has n²/2 pairs: what is farther than this is linked to the agent only.
const longestChain = 100;

const linkOf = (path: string[], depth = path.length - 1): Link => ({
  ancestor_agent_id: path[0] ?? "",
  descendant_agent_id: path.at(-1) ?? "",
  depth,
  path_json: path,
});

/** The sponsors next to the agent of whom each level has exactly one, the nearest first: who of them stands above whom is certain. */
function chainOf(sponsors: readonly NetworkEntry[]): string[] {
  const byLevel = Map.groupBy(sponsors, ({ level }) => level);
  const chain: string[] = [];
  for (let level = 1; chain.length < longestChain; level++) {
    const [only, another] = byLevel.get(level) ?? [];
    if (!only || another) break;
    chain.push(only.agentId);
  }
  return chain;
}

/**
 * Who stands above whom, at any distance, as far as reZEN tells: sponsors above the agent and above each other where their chain is without a
 * gap, and the agent above its down-line. Nobody stands above themselves, whatever reZEN says.
 */
export function linkNetwork(agentId: string, network: readonly NetworkEntry[]): Link[] {
  const others = network.filter(entry => entry.agentId !== agentId);
  const sponsors = others.filter(({ direction }) => direction === "up");
  const downLine = others.filter(({ direction }) => direction === "down");
  const chain = chainOf(sponsors);
  const line = [agentId, ...chain]; // from the agent upwards
  const inChain = new Set(chain);
  return [
    ...line.flatMap((_, below) =>
      line.slice(below + 1).map((_, at) => linkOf(line.slice(below, below + at + 2).reverse())),
    ),
    ...sponsors.filter(one => !inChain.has(one.agentId)).map(one => linkOf([one.agentId, agentId], one.level)),
    ...downLine.map(one => linkOf([agentId, one.agentId], one.level)),
  ];
}
