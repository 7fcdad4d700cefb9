/** "agent.sync_cancelled" as "Sync cancelled". */
export function nameOfAction(action: string): string {
  const words = action.slice(action.indexOf(".") + 1).replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** "agent.sync_cancelled" as "agent". */
export const areaOfAction = (action: string): string => action.slice(0, action.indexOf("."));

const pages: Record<string, (id: string) => string> = {
  agent: id => `/admin/agents/${id}`,
  alert: () => "/admin/alerts",
  alert_rule: () => "/admin/alerts",
  audit_check: () => "/admin/audit",
  bulk_job: id => `/admin/bulk/${id}`,
  calling_import: id => `/admin/practitioners/import/${id}`,
  customer: id => `/admin/customers/${id}`,
  employer: id => `/admin/employers/${id}`,
  job: () => "/admin/health",
  member: id => `/admin/members/${id}`,
  message: id => `/admin/notifications/${id}`,
  partner: id => `/admin/partners/${id}`,
  report: id => `/admin/metrics/reports/${id}`,
  user: id => `/admin/people/${id}`,
};

/** Where the desk shows what an entry is about, or who it is of; null where it shows neither. */
export const pageOf = (kind: string, id: string | null): string | null =>
  id === null ? null : (pages[kind]?.(encodeURIComponent(id)) ?? null);

/** The kinds of subjects that entries are about. */
export const subjectKinds = [
  ...(["store", "practitioner", "member", "agent", "customer", "user", "partner", "employer", "plan"] as const),
  ...(["contract", "alert", "alert_rule", "bulk_job", "calling_import", "member_import", "message"] as const),
  ...(["audit_check", "job", "otp_challenge", "report"] as const),
] as const;

const auditAddress = "/admin/audit";

/** The address of the trail, filtered so. */
export function auditAddressWith(facts: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return search.size > 0 ? `${auditAddress}?${search}` : auditAddress;
}
