import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { OwnChanges } from "@/components/customers/own/own-changes";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { listOwnChanges } from "@/lib/customers/queries/own-workflows";
import { requireCustomerRight } from "@/lib/customers/queries/require-customer-user";

const here = "/customer/changes";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.changes"))("title") };
}

/** What syncs found to be other than before, newest first. */
export default async function ChangesPage({ searchParams }: { searchParams: ListSearch }) {
  const user = await requireCustomerRight(here, "changes.read");
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, nextCursor } = await listOwnChanges(user, { cursor });
  const t = await getTranslations("customer.changes");
  const empty = { icon: History, title: t("none"), help: t("noneHelp") };
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <ListCard isEmpty={items.length === 0} empty={empty} ways={waysTo(nextCursor)}>
        <OwnChanges changes={items} />
      </ListCard>
    </>
  );
}
