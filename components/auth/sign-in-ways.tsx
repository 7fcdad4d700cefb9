import Link from "next/link";
import { useTranslations } from "next-intl";
import { loginHref } from "./login-href";

/** The other way to get a code, and the way in for new stores; stands in the same place on both steps. */
export function SignInWays({ channel, next }: { channel: "sms" | "email"; next: string | null }) {
  const t = useTranslations("auth");
  const other = channel === "sms" ? "email" : "sms";
  return (
    <>
      <Link href={loginHref(other, next)} className="link -my-1 w-fit py-1">
        {t(channel === "sms" ? "useEmail" : "usePhone")}
      </Link>
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
