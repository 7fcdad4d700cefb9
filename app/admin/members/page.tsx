import { IdCard, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MemberFilters, memberAddress } from "@/components/admin/member-filters";
import { MemberNewLink } from "@/components/admin/member-new-link";
import { MemberTable } from "@/components/admin/member-table";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { listFilters, listMembers } from "@/lib/members/queries/members";
import { MemberAddress } from "@/lib/members/schema/search";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listBadges } from "@/lib/readiness";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.members"))("title") };
}

/** Members, newest first; searched and filtered by what its address says. */
export default async function MembersPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff("/admin/members");
  const { after, ...told } = MemberAddress.parse(await searchParams);
  const { employers, plans } = await listFilters(told.employer);
  // A plan of another employer than the one that is chosen now was chosen before.
  const isOfOther = told.employer !== undefined && !plans.some(({ id }) => id === told.plan);
  const facts = isOfOther ? { ...told, plan: undefined } : told;
  const { items, nextCursor } = await listMembers(viewer, { ...facts, cursor: after, limit: 25 });
  const badges = await listBadges(
    viewer,
    "member",
    items.map(one => one.id),
  );
  const t = await getTranslations("members.members");
  const canAct = isAdmin(viewer);
  const isFiltered = Object.values(facts).some(Boolean);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t(canAct ? "lead" : "leadMasked")}
        actions={canAct ? <MemberNewLink /> : undefined}
      />
      <div className="mb-6">
        <MemberFilters facts={facts} employers={employers} plans={plans} canSearchNames={canAct} />
      </div>
      <ListCard
        isEmpty={items.length === 0}
        empty={
          isFiltered
            ? { icon: SearchX, title: t("noneFound"), help: t("noneFoundHelp") }
            : { icon: IdCard, title: t("none"), help: t("noneHelp") }
        }
        ways={{
          previous: after ? memberAddress(facts) : null,
          next: nextCursor ? memberAddress({ ...facts, after: nextCursor }) : null,
        }}
      >
        <MemberTable members={items} badges={badges} />
      </ListCard>
    </>
  );
}
