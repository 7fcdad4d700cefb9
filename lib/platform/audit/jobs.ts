import { z } from "zod";
import { defineJob } from "../jobs/define-job";
import { checkQueue, runCheck } from "./service";

/** Walks over the whole trail for whoever asked. */
const checkTrail = defineJob({
  name: checkQueue,
  data: z.object({ checkId: z.number() }),
  handler: ({ checkId }, { signal }) => runCheck(checkId, signal),
});

/** The jobs of the trail. */
export const auditJobs = [checkTrail];
