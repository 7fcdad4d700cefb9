import { OwnSync } from "@/lib/customers/schema/access";
import { syncOwn } from "@/lib/customers/service/access/own-acts";
import { OwnSyncView } from "@/lib/customers/view/access";
import { answer, route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "customer",
  summary: "Sync the customer's workflows now, or one of them; a run that goes on is named",
  body: OwnSync,
  answers: { status: 202, alsoStatus: 200, data: OwnSyncView },
  explains: true,
  handle: async ({ actor, body, isDryRun }) => {
    const begun = await syncOwn(actor, body, isDryRun);
    return answer(begun, { status: begun.createdNew ? 202 : 200 });
  },
});
