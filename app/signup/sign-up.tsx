import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { SignInCode } from "@/components/auth/sign-in-code";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { QueryProvider } from "@/components/ui/query-provider";
import { findBrowser } from "@/lib/platform/auth/browser";
import { findChallengeView, signInOptions } from "@/lib/platform/auth/queries";

/** What the address of a sign-up says: which challenge its code is for. */
export type SignUpSearch = Promise<{ challenge?: string | string[] }>;

type SignUpProps = {
  /** Whose sign-up: its texts are those of `<area>.signUp`. */
  area: "agents" | "stores";
  here: string;
  search: SignUpSearch;
  /** The questions. */
  children: ReactNode;
};

/** A sign-up: who you are, then the code; a reload of the second step sends nothing. */
export async function SignUp({ area, here, search, children }: SignUpProps) {
  const t = await getTranslations(`${area}.signUp`);
  const { challenge: id } = await search;
  const challenge = typeof id === "string" ? await findChallengeView(id, await findBrowser()) : null;
  if (challenge)
    return (
      <SignInFrame title={t("codeTitle")}>
        <SignInCode challenge={challenge} next={null} correctHref={here} hasOutbox={signInOptions().hasOutbox} />
      </SignInFrame>
    );
  return (
    <SignInFrame title={t("title")} lead={t("lead")}>
      <Texts areas={[area]}>
        <QueryProvider>{children}</QueryProvider>
      </Texts>
    </SignInFrame>
  );
}
