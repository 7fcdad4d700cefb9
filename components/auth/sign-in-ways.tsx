import Link from "next/link";
import { useTranslations } from "next-intl";
import { loginHref } from "./login-href";

type SignInWaysProps = {
  channel: "sms" | "email";
  next: string | null;
  /** Where people may write to. */
  support: string | null;
};

/** The other way to get a code, whom to ask, and the way in for new stores; stands in the same place on both steps. */
export function SignInWays({ channel, next, support }: SignInWaysProps) {
  const t = useTranslations("auth");
  const other = channel === "sms" ? "email" : "sms";
  return (
    <>
      <Link href={loginHref(other, next)} className="link -my-1 w-fit py-1">
        {t(channel === "sms" ? "useEmail" : "usePhone")}
      </Link>
      {support ? (
        <p className="text-ink-muted">
          {t.rich("noCode", {
            address: () => (
              <a href={`mailto:${support}`} className="link wrap-anywhere">
                {support}
              </a>
            ),
          })}
        </p>
      ) : null}
      <p className="text-ink-muted">
        {t.rich("newStore", {
          link: chunks => (
            <Link href="/signup/store" className="link">
              {chunks}
            </Link>
          ),
        })}
      </p>
    </>
  );
}
