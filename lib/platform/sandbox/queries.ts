import { z } from "zod";
import { env } from "../env";
import { askIfThere } from "./remote";
import { FaultView, type SandboxView } from "./schema";

const Health = z.object({ upstreams: z.array(z.string()) });
// Mail has no address of its own there.
const mail = "smtp";

/** Is there a sandbox? Demo and test have one, production never. */
export const hasSandbox = (): boolean => env.appEnv !== "production" && env.sandboxUrl !== undefined;

/** What stands in for other people's systems, and how it misbehaves now; null in production. */
export async function findSandbox(): Promise<SandboxView | null> {
  if (!hasSandbox()) return null;
  const [health, faults] = await Promise.all([askIfThere("/_health"), askIfThere("/_faults")]);
  const { upstreams } = Health.catch({ upstreams: [] }).parse(health);
  const isThere = health !== null && faults !== null;
  return {
    isThere,
    upstreams: isThere ? [...upstreams, mail] : [],
    faults: z
      .array(FaultView)
      .catch([])
      .parse(faults ?? []),
  };
}
