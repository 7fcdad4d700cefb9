import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SignInCounter, SignInState } from "@/lib/platform/auth/people/schema";

const single = new Set<SignInCounter["who"]>(["browser", "known_browser"]);

type Who = SignInCounter["who"];
// Whom a used-up counter concerns, from everybody to a single browser.
const widest: readonly Who[] = ["everybody", "strangers", "known_browsers", "browser", "known_browser"];

/** Whom something keeps from getting a code; null while nothing does. */
export function blockedOf({ counters }: SignInState): Who | null {
  const blocked = new Set(counters.flatMap(({ isBlocking, who }) => (isBlocking ? [who] : [])));
  if (blocked.has("strangers") && blocked.has("known_browsers")) return "everybody";
  return widest.find(who => blocked.has(who)) ?? null;
}

/** Why a number or address gets no code: what counts against it, and until when. */
export function PeopleSignIn({ state, isDisabled = false }: { state: SignInState; isDisabled?: boolean }) {
  const t = useTranslations("admin.people.signIn");
  const { channel, to, counters, challenges } = state;
  const blocked = blockedOf(state);
  // What a single browser has used matters only once it is used up.
  const shown = counters.filter(({ who, isBlocking }) => isBlocking || !single.has(who));
  return (
    <Card flush title={t(channel, { to })} description={t("lead")}>
      <div className="grid gap-3 p-4 sm:p-5">
        {isDisabled ? <Notice title={t("disabled")} /> : null}
        {blocked ? (
          <Notice tone="warning" title={t(`blockedFor.${blocked}`)}>
            {t("blockedHelp")}
          </Notice>
        ) : (
          <Status tone={isDisabled ? "neutral" : "success"}>{t("free")}</Status>
        )}
      </div>
      {shown.length > 0 ? <Counters counters={shown} caption={t("counters")} /> : null}
      {challenges.length > 0 ? (
        <>
          <h3 className="border-t border-line px-4 pt-5 pb-2 font-semibold sm:px-5">{t("openCodes")}</h3>
          <OpenCodes challenges={challenges} caption={t("openCodes")} />
        </>
      ) : null}
    </Card>
  );
}

function Counters({ counters, caption }: { counters: readonly SignInCounter[]; caption: string }) {
  const t = useTranslations("admin.people.signIn");
  return (
    <Table caption={caption} className="border-t border-line">
      <TableHead>
        <HeaderCell>{t("counter")}</HeaderCell>
        <HeaderCell>{t("who")}</HeaderCell>
        <HeaderCell numeric>{t("spent")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("until")}</HeaderCell>
      </TableHead>
      <TableBody>
        {counters.map((counter, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two browsers may have equal counters, and the list is drawn once
          <TableRow key={at}>
            <Cell lead label={t("counter")}>
              {t(`names.${counter.name}`)}
              {counter.isPersonal ? null : (
                <span className="block text-sm font-normal text-ink-muted">{t("shared")}</span>
              )}
            </Cell>
            <Cell label={t("who")}>{t(`whose.${counter.who}`)}</Cell>
            <Cell numeric label={t("spent")}>
              {t("ofLimit", { spent: counter.spent, limit: counter.limit })}
            </Cell>
            <Cell label={t("state")}>
              <Status tone={counter.isBlocking ? "danger" : "neutral"}>
                {t(counter.isBlocking ? "blocking" : "open")}
              </Status>
            </Cell>
            <Cell label={t("until")} className="whitespace-nowrap">
              <Time value={counter.until} precision="second" />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function OpenCodes({ challenges, caption }: { challenges: SignInState["challenges"]; caption: string }) {
  const t = useTranslations("admin.people.signIn");
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell>{t("openCode")}</HeaderCell>
        <HeaderCell>{t("who")}</HeaderCell>
        <HeaderCell numeric>{t("sends")}</HeaderCell>
        <HeaderCell numeric>{t("triesLeft")}</HeaderCell>
        <HeaderCell>{t("until")}</HeaderCell>
      </TableHead>
      <TableBody>
        {challenges.map(challenge => (
          <TableRow key={challenge.createdAt}>
            <Cell lead label={t("openCode")} className="whitespace-nowrap">
              <Time value={challenge.createdAt} precision="second" />
            </Cell>
            <Cell label={t("who")}>{t(challenge.isKnownBrowser ? "whose.known_browser" : "whose.browser")}</Cell>
            <Cell numeric label={t("sends")}>
              {challenge.sends}
            </Cell>
            <Cell numeric label={t("triesLeft")}>
              {challenge.triesLeft}
            </Cell>
            <Cell label={t("until")} className="whitespace-nowrap">
              <Time value={challenge.expiresAt} precision="second" />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
