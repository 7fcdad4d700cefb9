import type { Locale } from "./locales";
import admin from "./messages/en/admin.json";
import agents from "./messages/en/agents.json";
import alerts from "./messages/en/alerts.json";
import audit from "./messages/en/audit.json";
import auditActions from "./messages/en/audit-actions.json";
import auth from "./messages/en/auth.json";
import bulk from "./messages/en/bulk.json";
import calling from "./messages/en/calling.json";
import common from "./messages/en/common.json";
import customer from "./messages/en/customer.json";
import customers from "./messages/en/customers.json";
import docs from "./messages/en/docs.json";
import errors from "./messages/en/errors.json";
import fields from "./messages/en/fields.json";
import flow from "./messages/en/flow.json";
import health from "./messages/en/health.json";
import invites from "./messages/en/invites.json";
import mail from "./messages/en/mail.json";
import memberImports from "./messages/en/member-imports.json";
import members from "./messages/en/members.json";
import notices from "./messages/en/notices.json";
import onboarding from "./messages/en/onboarding.json";
import onboardings from "./messages/en/onboardings.json";
import outbox from "./messages/en/outbox.json";
import partners from "./messages/en/partners.json";
import practitioners from "./messages/en/practitioners.json";
import readiness from "./messages/en/readiness.json";
import reports from "./messages/en/reports.json";
import said from "./messages/en/said.json";
import sandbox from "./messages/en/sandbox.json";
import schedule from "./messages/en/schedule.json";
import stores from "./messages/en/stores.json";
import viewAs from "./messages/en/view-as.json";

/** Every English text, one file an area; the area is the namespace. */
export const messages = {
  admin,
  agents,
  alerts,
  audit,
  auditActions,
  auth,
  bulk,
  calling,
  common,
  customers,
  customer,
  docs,
  errors,
  fields,
  flow,
  health,
  invites,
  mail,
  memberImports,
  members,
  notices,
  onboardings,
  onboarding,
  outbox,
  partners,
  practitioners,
  readiness,
  reports,
  said,
  sandbox,
  schedule,
  stores,
  viewAs,
};

export type Messages = typeof messages;

// Each test and each process has the English ones; the others are read when somebody first wants them.
const others = { fr: () => import("./messages-fr"), de: () => import("./messages-de") };

/** Every text in one of our languages; the developers' documentation is English in each. */
export async function messagesIn(locale: Locale): Promise<Messages> {
  return locale === "en" ? messages : { ...messages, ...(await others[locale]()).messages };
}
