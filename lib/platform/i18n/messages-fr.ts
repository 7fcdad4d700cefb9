import admin from "./messages/fr/admin.json";
import agents from "./messages/fr/agents.json";
import alerts from "./messages/fr/alerts.json";
import audit from "./messages/fr/audit.json";
import auditActions from "./messages/fr/audit-actions.json";
import auth from "./messages/fr/auth.json";
import bulk from "./messages/fr/bulk.json";
import calling from "./messages/fr/calling.json";
import common from "./messages/fr/common.json";
import customer from "./messages/fr/customer.json";
import customers from "./messages/fr/customers.json";
import errors from "./messages/fr/errors.json";
import fields from "./messages/fr/fields.json";
import flow from "./messages/fr/flow.json";
import health from "./messages/fr/health.json";
import invites from "./messages/fr/invites.json";
import mail from "./messages/fr/mail.json";
import memberImports from "./messages/fr/member-imports.json";
import members from "./messages/fr/members.json";
import notices from "./messages/fr/notices.json";
import onboarding from "./messages/fr/onboarding.json";
import onboardings from "./messages/fr/onboardings.json";
import outbox from "./messages/fr/outbox.json";
import partners from "./messages/fr/partners.json";
import practitioners from "./messages/fr/practitioners.json";
import readiness from "./messages/fr/readiness.json";
import reports from "./messages/fr/reports.json";
import said from "./messages/fr/said.json";
import sandbox from "./messages/fr/sandbox.json";
import schedule from "./messages/fr/schedule.json";
import stores from "./messages/fr/stores.json";
import viewAs from "./messages/fr/view-as.json";

/** Every French text, but those of the developers' documentation. */
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
