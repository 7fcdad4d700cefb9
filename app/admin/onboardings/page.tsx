import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { Kinds } from "@/components/admin/onboarding-table-cells";
import { OnboardingDesk } from "@/components/admin/onboarding-table-desk";
import { PageHeader } from "@/components/ui/page-header";
import { QueryProvider } from "@/components/ui/query-provider";
import { attemptsOf } from "@/lib/onboardings";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listOnboardings, listSavedViews } from "@/lib/platform/onboardings/queries";
import {
  factsOfSearch,
  type GivenAddress,
  type OnboardingKind,
  readOnboardingSearch,
} from "@/lib/platform/onboardings/schema";
import { titledSteps } from "../cohorts/step-titles";
import { remove, save } from "./actions";

const here = "/admin/onboardings";
const factsOf = async (kind: OnboardingKind) => ({ steps: await titledSteps(kind), attempts: attemptsOf(kind) });
const kindFacts = async (): Promise<Kinds> => ({
  store: await factsOf("store"),
  practitioner: await factsOf("practitioner"),
  member: await factsOf("member"),
  agent: await factsOf("agent"),
  customer: await factsOf("customer"),
});

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboardings"))("title") };
}

/** Everybody who is brought aboard, filtered and sorted as the address says. */
export default async function OnboardingsPage({ searchParams }: { searchParams: Promise<GivenAddress> }) {
  const viewer = await requireStaff(here);
  const search = readOnboardingSearch(await searchParams);
  const [page, views] = await Promise.all([listOnboardings(viewer, search), listSavedViews(viewer.id)]);
  const t = await getTranslations("onboardings");
  const [kinds, canAct] = [await kindFacts(), isAdmin(viewer)];
  return (
    <>
      <PageHeader title={t("title")} description={t(canAct ? "lead" : "leadMasked")} />
      <NuqsAdapter>
        <QueryProvider>
          <OnboardingDesk {...{ page, kinds, canAct, views }} acts={{ save, remove }} facts={factsOfSearch(search)} />
        </QueryProvider>
      </NuqsAdapter>
    </>
  );
}
