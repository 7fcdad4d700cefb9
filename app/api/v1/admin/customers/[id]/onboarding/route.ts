import { getCustomerOnboarding } from "@/lib/customers/queries/onboarding";
import { CustomerParams } from "@/lib/customers/schema/search";
import { startOnboarding } from "@/lib/customers/service/start-onboarding";
import { BegunRunView, CustomerOnboardingView } from "@/lib/customers/view/onboarding";
import { giver } from "@/lib/platform/http/once";
import { answer, route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "Where the onboarding of a customer stands, with the outputs of each step",
  params: CustomerParams,
  answers: { data: CustomerOnboardingView },
  handle: ({ actor, params }) => getCustomerOnboarding(actor, params.id),
});

export const POST = route({
  auth: "admin",
  summary: "Start the onboarding of a customer (202), or name the run that goes on or waits (200)",
  params: CustomerParams,
  once: giver,
  answers: { status: 202, alsoStatus: 200, data: BegunRunView },
  handle: async ({ actor, params }) => {
    const begun = await startOnboarding({ customerId: params.id }, actor);
    return answer(begun, { status: begun.createdNew ? 202 : 200 });
  },
});
