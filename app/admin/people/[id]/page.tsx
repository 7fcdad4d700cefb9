import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PeopleAccount } from "@/components/admin/people-account";
import { PeopleActs } from "@/components/admin/people-acts";
import { PeopleHistory } from "@/components/admin/people-history";
import { blockedOf, PeopleSignIn } from "@/components/admin/people-sign-in";
import { PeopleView } from "@/components/admin/people-view";
import { BackLink } from "@/components/flow/wizard-frame";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listPlaces } from "@/lib/kinds";
import { listEntries } from "@/lib/platform/audit/queries";
import { requireStaff } from "@/lib/platform/auth/current";
import { findPerson } from "@/lib/platform/auth/people/queries";
import { PersonParams } from "@/lib/platform/auth/people/schema";
import { toHistoryView } from "@/lib/platform/auth/people/view";
import { isAdmin, isStaff } from "@/lib/platform/auth/policy";
import { asViewed } from "@/lib/platform/view-as/queries";
import { disable, enable, erase, signOutEverywhere, unblock } from "./actions";

/** Title of the page. */
export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  return { title: (await getTranslations("admin.people"))("eyebrow", await params) };
}

/** One person: account, why they get codes or none, what was done; an admin acts here. */
export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const given = await params;
  const viewer = await requireStaff(`/admin/people/${encodeURIComponent(given.id)}`);
  const parsed = PersonParams.safeParse(given);
  const person = parsed.success ? await findPerson(viewer, parsed.data.id) : null;
  if (!person) notFound();
  const { items: entries } = await listEntries({ subject: { kind: "user", id: person.id } });
  const isSeeable = isAdmin(viewer) && !isStaff(person) && person.disabledAt === null;
  const places = isSeeable ? await listPlaces(asViewed(person)) : [];
  const t = await getTranslations("admin.people");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/people" label={t("title")} />
      </div>
      <PageHeader title={person.name ?? t("nameless")} eyebrow={t("eyebrow", { id: String(person.id) })} />
      <div className="grid gap-6">
        {isAdmin(viewer) ? (
          <PeopleActs
            person={person}
            isSelf={person.id === viewer.id}
            isBlocked={person.signIn.some(blockedOf)}
            acts={{ disable, enable, signOutEverywhere, unblock, erase }}
            view={places.length > 0 ? <PeopleView personId={person.id} places={places} /> : null}
          />
        ) : null}
        <Card title={t("account")}>
          <PeopleAccount person={person} />
        </Card>
        {person.signIn.map(state => (
          <PeopleSignIn key={state.channel} state={state} isDisabled={person.disabledAt !== null} />
        ))}
        <Card flush title={t("history")} description={t("historyLead")}>
          <PeopleHistory personId={person.id} entries={entries.map(entry => toHistoryView(entry, isAdmin(viewer)))} />
        </Card>
      </div>
    </>
  );
}
