import { SearchX, Workflow } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SearchForm } from "@/components/admin/search-form";
import { WorkflowTable } from "@/components/customers/workflow-table";
import { ListCard } from "@/components/ui/list-card";
import { listWorkflows } from "@/lib/customers/queries/workflows";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { type ListAddress, readListAddress } from "../../list-address";
import { sync } from "../actions";
import { CustomerPage } from "../customer-page";
import { type CustomerParams, findCustomer } from "../find-customer";

type Props = { params: CustomerParams; searchParams: ListAddress };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("list.title", { id: (await params).id }) };
}

/** The workflows of a customer as the last sync found them, by name. */
export default async function CustomerWorkflowsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const here = `/admin/customers/${encodeURIComponent(id)}/workflows`;
  const viewer = await requireStaff(here);
  const customer = await findCustomer(viewer, id);
  const { q, cursor, waysTo } = await readListAddress(here, searchParams);
  const { items, nextCursor, total } = await listWorkflows(viewer, customer.id, { cursor, q, limit: 25 });
  const canAct = isAdmin(viewer);
  const t = await getTranslations("customers");
  return (
    <CustomerPage customer={customer} canAct={canAct}>
      <div className="grid gap-4">
        <SearchForm
          here={here}
          q={q}
          label={t("list.search")}
          hint={t("list.searchHint")}
          find={t("find")}
          all={t("all")}
        />
        {total > 0 ? <p className="text-sm text-ink-muted tabular-nums">{t("list.total", { count: total })}</p> : null}
      </div>
      <div>
        <ListCard
          isEmpty={items.length === 0}
          empty={
            q
              ? { icon: SearchX, title: t("list.noneFound", { words: q }), help: t("list.noneFoundHelp") }
              : { icon: Workflow, title: t("list.none"), help: t("list.noneHelp") }
          }
          ways={waysTo(nextCursor)}
        >
          <WorkflowTable
            customerId={customer.id}
            workflows={items}
            sync={canAct && customer.status === "complete" ? sync : null}
          />
        </ListCard>
      </div>
    </CustomerPage>
  );
}
