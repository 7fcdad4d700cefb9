import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { SupportContact } from "@/components/auth/support-contact";
import { InviteClosed } from "@/components/members/invite-closed";
import { InviteFacts } from "@/components/members/invite-facts";
import { QueryProvider } from "@/components/ui/query-provider";
import { lookAtInvite } from "@/lib/members/queries/invite";
import { findProof } from "@/lib/platform/auth/proof-cookie";
import { signInOptions } from "@/lib/platform/auth/queries";
import { InviteSteps } from "./invite-steps";

/** Title of the page, which no search engine keeps, and whose address nobody else is told. */
export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("invites"))("title");
  return { title, robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** An invite: what it is about, and the way to take it up. Whoever only looks at the link changes nothing. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const looked = await lookAtInvite(token, await findProof());
  const { hasOutbox, support } = signInOptions();
  const help = support === null ? null : <SupportContact address={support} about="anyTrouble" />;
  if (!looked.invite)
    return (
      <Texts areas={["invites", "auth", "fields"]}>
        <InviteClosed token={token} closed={looked.closed} isAsked={looked.isAsked} help={help} />
      </Texts>
    );
  const { invite, isProven } = looked;
  const t = await getTranslations("invites");
  return (
    <Texts areas={["invites", "auth", "fields"]}>
      <SignInFrame
        title={t("titleFor", { plan: invite.plan.name })}
        lead={t("lead", { employer: invite.employer, plan: invite.plan.name })}
        help={help}
      >
        <QueryProvider>
          <InviteSteps
            token={token}
            invite={invite}
            isProven={isProven}
            hasOutbox={hasOutbox}
            facts={<InviteFacts invite={invite} />}
          />
        </QueryProvider>
      </SignInFrame>
    </Texts>
  );
}
