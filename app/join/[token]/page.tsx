import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { SupportContact } from "@/components/auth/support-contact";
import { JoinClosed } from "@/components/customers/own/join-closed";
import { lookAtJoin } from "@/lib/customers/queries/join";
import { signInOptions } from "@/lib/platform/auth/queries";
import { JoinSteps } from "./join-steps";

/** Title of the page, which no search engine keeps, and whose address nobody else is told. */
export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("customer.join"))("title");
  return { title, robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** An invite to a customer: what it is about, and the code that accepts it. Whoever only looks at the link changes nothing. */
export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invite = await lookAtJoin(token);
  const { hasOutbox, support } = signInOptions();
  const help = support === null ? null : <SupportContact address={support} about="anyTrouble" />;
  if (invite.state !== "open") return <JoinClosed state={invite.state} help={help} />;
  const t = await getTranslations("customer.join");
  const { customer, role, to, expiresAt } = invite;
  return (
    <Texts areas={["customer.join", "auth"]}>
      <SignInFrame title={t("titleFor", { customer })} lead={t(`lead.${role}`)} help={help}>
        <JoinSteps token={token} to={to} expiresAt={expiresAt} hasOutbox={hasOutbox} />
      </SignInFrame>
    </Texts>
  );
}
