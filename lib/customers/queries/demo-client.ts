import { env } from "@/lib/platform/env";
import { clientSecret, tenants } from "../sandbox/tenants";
import { listDataCentres } from "./data-centres";

/** The sandbox's client, which a demo may show beside the inputs; null where there is no sandbox to choose. */
export function findDemoClient(): { dataCentre: string; clientId: string; clientSecret: string } | null {
  const [tenant] = tenants;
  const centre = listDataCentres().find(({ url }) => env.sandboxUrl && url.startsWith(env.sandboxUrl));
  if (env.appEnv === "production" || !centre || !tenant) return null;
  return { dataCentre: centre.name, clientId: tenant.clientId, clientSecret };
}
