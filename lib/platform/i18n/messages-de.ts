import admin from "./messages/de/admin.json";
import agents from "./messages/de/agents.json";
import alerts from "./messages/de/alerts.json";
import audit from "./messages/de/audit.json";
import auditActions from "./messages/de/audit-actions.json";
import auth from "./messages/de/auth.json";
import bulk from "./messages/de/bulk.json";
import calling from "./messages/de/calling.json";
import common from "./messages/de/common.json";
import customer from "./messages/de/customer.json";
import customers from "./messages/de/customers.json";
import errors from "./messages/de/errors.json";
import fields from "./messages/de/fields.json";
import flow from "./messages/de/flow.json";
import health from "./messages/de/health.json";
import invites from "./messages/de/invites.json";
import mail from "./messages/de/mail.json";
import memberImports from "./messages/de/member-imports.json";
import members from "./messages/de/members.json";
import notices from "./messages/de/notices.json";
import onboarding from "./messages/de/onboarding.json";
import onboardings from "./messages/de/onboardings.json";
import outbox from "./messages/de/outbox.json";
import partners from "./messages/de/partners.json";
import practitioners from "./messages/de/practitioners.json";
import readiness from "./messages/de/readiness.json";
import reports from "./messages/de/reports.json";
import said from "./messages/de/said.json";
import sandbox from "./messages/de/sandbox.json";
import schedule from "./messages/de/schedule.json";
import stores from "./messages/de/stores.json";
import viewAs from "./messages/de/view-as.json";

/** Every German text, but those of the developers' documentation. */
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
