import { flow, type Part, step } from "@/lib/platform/flow/step";
import { type SyncStepId, syncAttempts, syncSteps } from "./schema/sync";
import { tellRunEnd } from "./service/run-end";
import { syncAgentData } from "./service/sync/agent-data";
import { syncCapData } from "./service/sync/cap-data";
import { syncContributions } from "./service/sync/contributions";
import { syncListings, syncTransactions } from "./service/sync/deals";
import { syncEquity } from "./service/sync/equity";
import { syncRevshare } from "./service/sync/revshare";
import { syncSponsorTree } from "./service/sync/sponsor-tree";
import { syncTeamRoster, whyNoTeam } from "./service/sync/team-roster";
import { syncQueue } from "./service/sync-queue";

// Long enough that what a run reads anew when it goes on costs little of it; short enough that who has just come need not wonder.
const sliceSeconds = 20;

const part = (id: SyncStepId, run: Part["run"], skip?: Part["skip"]): Part => ({
  ...{ id, title: syncSteps[id].title, run },
  ...(skip ? { skip } : {}),
});

/** What reZEN knows of an agent, data set by data set in order (sources/000, steps 1 to 9): one that fails holds up none of the others. */
export const agentOnboarding = flow(
  "agent",
  [
    step({
      id: "sync",
      title: "Your data from reZEN",
      parts: [
        part("agent_data", syncAgentData),
        part("team_roster", syncTeamRoster, whyNoTeam),
        part("listings", syncListings),
        part("transactions", syncTransactions),
        part("sponsor_tree", syncSponsorTree),
        part("contributions", syncContributions),
        part("cap_data", syncCapData),
        part("equity", syncEquity),
        part("revshare", syncRevshare),
      ],
    }),
  ],
  { ...syncQueue, attempts: syncAttempts, sliceSeconds, onRunEnd: tellRunEnd },
);
