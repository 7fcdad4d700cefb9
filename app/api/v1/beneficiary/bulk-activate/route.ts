import { BulkActivation } from "@/lib/members/schema/bulk";
import { activateMany } from "@/lib/members/service/activate-many";
import { BulkAnswer, isSettled, toBulkAnswer } from "@/lib/members/view/bulk";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "internal",
  summary:
    "Give up to 100 members a plan at once, or invite them to it; each item has its own result, and `dry_run` explains each",
  body: BulkActivation,
  opaque: ["items"],
  explains: true,
  answers: { data: BulkAnswer },
  once: actor => (actor.kind === "user" ? `user:${actor.id}` : "internal"),
  isFinal: isSettled,
  handle: async ({ actor, body, isDryRun, http: call }) => {
    const ended = await activateMany(body.items, { actor, call, isDryRun });
    return toBulkAnswer(ended, { requestId: call.requestId, isDryRun });
  },
});
