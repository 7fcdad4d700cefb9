import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MemberForm } from "@/components/admin/member-form";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { findMember } from "@/lib/members/queries/member-page";
import { MemberParams } from "@/lib/members/schema/search";
import { toTyped } from "@/lib/members/view/typed";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { change } from "../actions";

type Props = { params: Promise<{ id: string }> };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("members.members"))("form.editShort", { id: (await params).id }) };
}

/** What is known of a member, to be changed by an admin; of who was erased there is nothing to change. */
export default async function EditMemberPage({ params }: Props) {
  const given = await params;
  const viewer = await requireStaff(`/admin/members/${encodeURIComponent(given.id)}/edit`);
  const { data } = MemberParams.safeParse(given);
  const member = data && isAdmin(viewer) ? await findMember(viewer, data.id) : null;
  if (!member || member.erasedAt) notFound();
  const t = await getTranslations("members.members");
  const { id, version, govtIdName, govtId } = member;
  const name = member.name ?? t("nameless");
  return (
    <div className="max-w-2xl">
      <div className="mb-4">
        <BackLink href={`/admin/members/${id}`} label={name} />
      </div>
      <PageHeader title={t("form.editTitle", { name })} eyebrow={t("eyebrow", { id: given.id })} />
      <MemberForm
        saved={toTyped(member)}
        version={version}
        paper={govtIdName && govtId ? { name: govtIdName, masked: govtId } : null}
        beside={{ id }}
        save={change}
        submitLabel={t("form.save")}
      />
    </div>
  );
}
