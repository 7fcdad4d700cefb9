import { serveOwnApi } from "./own-api";

const api = "/api/v1/customer";

/** Serves the API of customers' people, which the access test of an onboarding asks; call it before anything reads the environment. */
export const serveCustomerApi = () =>
  serveOwnApi(async () => ({
    [`${api}/workflows`]: await import("@/app/api/v1/customer/workflows/route"),
    [`${api}/workflows/[id]`]: await import("@/app/api/v1/customer/workflows/[id]/route"),
    [`${api}/workflows/[id]/export`]: await import("@/app/api/v1/customer/workflows/[id]/export/route"),
    [`${api}/changes`]: await import("@/app/api/v1/customer/changes/route"),
    [`${api}/sync`]: await import("@/app/api/v1/customer/sync/route"),
    [`${api}/users`]: await import("@/app/api/v1/customer/users/route"),
    [`${api}/users/[id]`]: await import("@/app/api/v1/customer/users/[id]/route"),
    [`${api}/users/[id]/role`]: await import("@/app/api/v1/customer/users/[id]/role/route"),
    [`${api}/invites/[id]/resend`]: await import("@/app/api/v1/customer/invites/[id]/resend/route"),
    [`${api}/invites/[id]/revoke`]: await import("@/app/api/v1/customer/invites/[id]/revoke/route"),
    [`${api}/preferences`]: await import("@/app/api/v1/customer/preferences/route"),
    [`${api}/join`]: await import("@/app/api/v1/customer/join/route"),
    [`${api}/join/code`]: await import("@/app/api/v1/customer/join/code/route"),
  }));
