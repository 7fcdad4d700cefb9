import { SearchX, Workflow } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReadinessBadge } from "@/components/admin/readiness-badge";
import { SearchForm } from "@/components/admin/search-form";
import { CustomerTable } from "@/components/customers/customer-table";
import { NewCustomerLink } from "@/components/customers/new-customer-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { listCustomers } from "@/lib/customers/queries/customers";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listBadges } from "@/lib/readiness";
import { type ListAddress, readListAddress } from "./list-address";

const here = "/admin/customers";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("title") };
}

/** Every customer with where it stands, newest first; found by a part of its name. */
export default async function CustomersPage({ searchParams }: { searchParams: ListAddress }) {
  const viewer = await requireStaff(here);
  const { q, cursor, waysTo } = await readListAddress(here, searchParams);
  const { items, nextCursor } = await listCustomers(viewer, { cursor, q });
  const badges = await listBadges(
    viewer,
    "customer",
    items.map(one => one.id),
  );
  const needs = Object.fromEntries(items.map(({ id }) => [id, <ReadinessBadge key={id} badge={badges[id]} />]));
  const canAct = isAdmin(viewer);
  const t = await getTranslations("customers");
  const isBlank = items.length === 0 && !q && !cursor;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t(canAct ? "lead" : "leadMasked")}
        actions={canAct && !isBlank ? <NewCustomerLink /> : undefined}
      />
      {isBlank ? (
        <Card flush>
          <EmptyState icon={Workflow} title={t("none")} action={canAct ? <NewCustomerLink /> : undefined}>
            {t(canAct ? "noneHelp" : "noneHelpMasked")}
          </EmptyState>
        </Card>
      ) : (
        <>
          <div className="mb-6">
            <SearchForm here={here} q={q} label={t("search")} hint={t("searchHint")} find={t("find")} all={t("all")} />
          </div>
          <ListCard
            isEmpty={items.length === 0}
            empty={{ icon: SearchX, title: t("noneFound", { words: q ?? "" }), help: t("noneFoundHelp") }}
            ways={waysTo(nextCursor)}
          >
            <CustomerTable customers={items} needs={needs} />
          </ListCard>
        </>
      )}
    </>
  );
}
