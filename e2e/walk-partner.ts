import type { APIRequestContext } from "@playwright/test";
import { activateAddress, deactivateAddress, newBody, newContractor, readinessAddress } from "./own-contractor";
import { signedHeaders } from "./own-partner";

type Who = { request: APIRequestContext };
type Call = { data?: object; headers?: Record<string, string>; query?: string };
type Hold = (who: Who, operation: string, call?: Call) => Promise<unknown>;

/** Calls every operation that partners have for their people, first to ask and then to do it. */
export async function walkPartner(hold: Hold, admin: Who): Promise<void> {
  const own = await newContractor(admin);
  const body = newBody(own);
  const calls: [path: string, data: object][] = [
    [activateAddress, body],
    [deactivateAddress, { partner_user_id: body.partner_user_id }],
  ];
  for (const [path, data] of calls)
    for (const query of ["?dry_run=true", ""]) {
      const headers = signedHeaders(own, { path: path + query, body: Buffer.from(JSON.stringify(data)) });
      await hold(admin, `POST ${path}`, { data, query, headers });
    }
  const asked = { partner_user_id: body.partner_user_id };
  const headers = signedHeaders(own, { path: readinessAddress, body: Buffer.from(JSON.stringify(asked)) });
  await hold(admin, `POST ${readinessAddress}`, { data: asked, headers });
}
