import { allowedBaseUrls } from "@/lib/customers/client/zuora-hosts";
import { clientSecret, tenants } from "@/lib/customers/sandbox/tenants";
import { createCustomer } from "@/lib/customers/service/create-customer";

/** A customer of the demo with the sandbox's first tenant: its onboarding begins, and a worker does it while the demo starts. Without a sandbox there is none. */
export async function seedCustomers(adminId: number): Promise<void> {
  const zuoraBaseUrl = allowedBaseUrls().find(url => new URL(url).protocol === "http:");
  const zuoraClientId = tenants[0]?.clientId;
  if (!zuoraBaseUrl || !zuoraClientId) return;
  const client = { zuoraBaseUrl, zuoraClientId, zuoraClientSecret: clientSecret };
  const about = { name: "Northwind Subscriptions", contactEmail: "billing-ops@northwind.example" };
  await createCustomer({ ...about, ...client }, { id: adminId, roles: [{ role: "admin" }] }, "127.0.0.1");
}
