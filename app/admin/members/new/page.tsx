import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MemberNew } from "@/components/admin/member-new";
import { BackLink } from "@/components/flow/wizard-frame";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { listOpenContracts } from "@/lib/members/queries/employers";
import { findMember } from "@/lib/members/queries/member-page";
import { MemberParams } from "@/lib/members/schema/search";
import { toTyped } from "@/lib/members/view/typed";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { addMember } from "../actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.members"))("form.newTitle") };
}

/** Adds an employee to a contract (`?contract=`), or a dependent of one (`?of=`); for admins. */
export default async function NewMemberPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff("/admin/members/new");
  if (!isAdmin(viewer)) notFound();
  const { contract, of } = await searchParams;
  const { data } = MemberParams.safeParse({ id: of });
  const primary = data ? await findMember(viewer, data.id) : null;
  if (of !== undefined && (!primary || primary.primary || primary.erasedAt)) notFound();
  const contracts = await listOpenContracts();
  const t = await getTranslations("members.members");
  const name = primary?.name ?? t("nameless");
  const chosen = primary?.parentSubscriptionId ?? contracts.find(({ id }) => id === contract)?.id;
  return (
    <div className="max-w-2xl">
      <div className="mb-4">
        <BackLink
          href={primary ? `/admin/members/${primary.id}` : "/admin/members"}
          label={primary ? name : t("title")}
        />
      </div>
      <PageHeader
        title={primary ? t("form.newDependent", { name }) : t("form.newTitle")}
        description={t("form.lead")}
      />
      {contracts.length === 0 && !primary ? <Notice tone="warning" title={t("form.noContracts")} /> : null}
      {contracts.length > 0 || primary ? (
        <MemberNew
          contracts={contracts}
          contractId={chosen}
          primaryId={primary?.id ?? null}
          saved={toTyped(null)}
          save={addMember}
        />
      ) : null}
    </div>
  );
}
