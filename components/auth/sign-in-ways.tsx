import Link from "next/link";
import { useTranslations } from "next-intl";
import { loginHref } from "./login-href";
import { SupportContact } from "./support-contact";

type SignInWaysProps = {
  channel: "sms" | "email";
  next: string | null;
  /** Where people may write to. */
  support: string | null;
  /** The first step; on the second one nobody is new any more. */
  isFirst: boolean;
  /** Where another number or address is entered, if nothing else on the page leads there. */
  otherHref: string | null;
};

/** The other way to get a code, whom to ask, and the way in for new stores; stands in the same place on both steps. */
export function SignInWays({ channel, next, support, isFirst, otherHref }: SignInWaysProps) {
  const t = useTranslations("auth");
  const isSms = channel === "sms";
  return (
    <>
      <Way href={loginHref(isSms ? "email" : "sms", next)}>{t(isSms ? "useEmail" : "usePhone")}</Way>
      {otherHref ? <Way href={otherHref}>{t(isSms ? "otherNumber" : "otherAddress")}</Way> : null}
      <SupportContact address={support} />
      {isFirst ? (
        <p className="text-ink-muted">
          {t.rich("newStore", {
            link: chunks => (
              <Link href="/signup/store" className="link">
                {chunks}
              </Link>
            ),
          })}
        </p>
      ) : null}
    </>
  );
}

const Way = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="link -my-1 w-fit py-1">
    {children}
  </Link>
);
