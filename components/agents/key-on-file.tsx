"use client";

import { useTranslations } from "next-intl";
import { ConnectionTest } from "@/components/flow/connection-test";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import type { CredentialView } from "@/lib/agents/view/credential";
import { DeleteKey } from "./delete-key";
import { KeyNotice } from "./key-notice";
import { useKeyTest } from "./use-key-test";

type KeyOnFileProps = {
  saved: CredentialView;
  /** The next step of the wizard; null in the settings. */
  next: string | null;
};

/** The key that is there, as far as it may be shown, and what can be done with it; in the wizard nothing before the first. */
export function KeyOnFile({ saved, next }: KeyOnFileProps) {
  const t = useTranslations("agents.key");
  const test = useKeyTest();
  const { lastFour, problem, deleted } = saved;
  const name = saved.agentName ?? saved.agentId ?? "";
  return (
    <>
      <div role="status" className="empty:hidden">
        {lastFour || deleted || next === null ? <KeyNotice saved={saved} /> : null}
      </div>
      {lastFour ? (
        <Card
          title={t("onFile", { lastFour, name })}
          description={t("replace")}
          actions={<DeleteKey lastFour={lastFour} name={name} />}
        >
          <div className="flex flex-wrap items-start gap-3">
            {next && !problem ? (
              <LinkButton variant="secondary" href={next}>
                {t("keep")}
              </LinkButton>
            ) : null}
            <ConnectionTest
              run={() => test({})}
              credentials={[lastFour, saved.testedAt ?? ""]}
              label={t("testSaved")}
            />
          </div>
        </Card>
      ) : null}
    </>
  );
}
