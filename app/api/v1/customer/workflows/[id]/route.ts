import { getOwnWorkflow } from "@/lib/customers/queries/own-workflows";
import { ItemParams } from "@/lib/customers/schema/own-search";
import { WorkflowDetail } from "@/lib/customers/view/access";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "One workflow of the customer's, with its tasks and how they hang together",
  params: ItemParams,
  answers: { data: WorkflowDetail },
  handle: ({ actor, params }) => getOwnWorkflow(actor, params.id),
});
