import { listOwnWorkflows } from "@/lib/customers/queries/own-workflows";
import { OwnWorkflowSearch } from "@/lib/customers/schema/own-search";
import { WorkflowPage } from "@/lib/customers/view/workflow";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "customer",
  summary: "The customer's workflows by name: all, or those that a search means",
  query: OwnWorkflowSearch,
  answers: { data: WorkflowPage },
  handle: ({ actor, query }) => listOwnWorkflows(actor, query),
});
