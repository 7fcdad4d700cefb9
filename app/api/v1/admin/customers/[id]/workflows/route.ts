import { listWorkflows } from "@/lib/customers/queries/workflows";
import { CustomerParams, WorkflowSearch } from "@/lib/customers/schema/search";
import { WorkflowPage } from "@/lib/customers/view/workflow";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The workflows of a customer by name, as its last sync found them",
  params: CustomerParams,
  query: WorkflowSearch,
  answers: { data: WorkflowPage },
  handle: ({ actor, params, query }) => listWorkflows(actor, params.id, query),
});
