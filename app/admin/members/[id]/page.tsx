import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MemberActs } from "@/components/admin/member-acts";
import { MemberCards } from "@/components/admin/member-cards";
import { MemberInvite } from "@/components/admin/member-invite";
import { MemberNotices } from "@/components/admin/member-notices";
import { MemberState } from "@/components/admin/member-state";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { findMember, listPlans } from "@/lib/members/queries/member-page";
import { MemberParams } from "@/lib/members/schema/search";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { activate, deactivate, preview } from "./actions";
import { Attempts, type AttemptsSearch } from "./attempts";
import { invite, resend, revoke } from "./invite/actions";
import { cancel, schedule } from "./schedule/actions";

type Props = { params: Promise<{ id: string }>; searchParams: AttemptsSearch };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("members.members"))("eyebrow", { id: (await params).id }) };
}

/** One member: where they stand, what they have and had, and every try; an admin acts here. */
export default async function MemberPage({ params, searchParams }: Props) {
  const given = await params;
  const here = `/admin/members/${encodeURIComponent(given.id)}`;
  const viewer = await requireStaff(here);
  const { data } = MemberParams.safeParse(given);
  const member = data ? await findMember(viewer, data.id) : null;
  if (!member) notFound();
  const canAct = isAdmin(viewer);
  const plans = canAct ? await listPlans(member.parentSubscriptionId) : [];
  const t = await getTranslations("members.members");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/members" label={t("title")} />
      </div>
      <PageHeader
        title={member.name ?? t("nameless")}
        eyebrow={t("eyebrow", { id: given.id })}
        description={<MemberState state={member.state} />}
        actions={
          canAct ? (
            <MemberActs member={member} plans={plans} acts={{ preview, activate, deactivate, schedule, cancel }} />
          ) : undefined
        }
      />
      <MemberNotices {...member} />
      <div className="grid grid-cols-1 gap-6">
        <MemberInvite member={member} plans={plans} acts={{ invite, resend, revoke }} canAct={canAct} />
        <MemberCards member={member} />
        <Attempts viewer={viewer} memberId={member.id} here={here} searchParams={searchParams} />
      </div>
    </>
  );
}
