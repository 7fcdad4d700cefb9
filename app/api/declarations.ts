import * as cronPoll from "./cron/poll/route";
import * as devClock from "./dev/clock/route";
import * as devOutbox from "./dev/outbox/route";
import * as healthLive from "./health/live/route";
import * as health from "./health/route";
import * as metrics from "./metrics/route";
import * as adminAgents from "./v1/admin/agents/route";
import * as alertRule from "./v1/admin/alert-rules/[id]/route";
import * as testAlertRule from "./v1/admin/alert-rules/[id]/test/route";
import * as alertRules from "./v1/admin/alert-rules/route";
import * as acknowledgeAlert from "./v1/admin/alerts/[id]/ack/route";
import * as alerts from "./v1/admin/alerts/route";
import * as exportAudit from "./v1/admin/audit/export/route";
import * as auditTrail from "./v1/admin/audit/route";
import * as verifyAudit from "./v1/admin/audit/verify/route";
import * as abortBulk from "./v1/admin/bulk/[id]/abort/route";
import * as bulkJob from "./v1/admin/bulk/[id]/route";
import * as previewBulk from "./v1/admin/bulk/preview/route";
import * as bulkJobs from "./v1/admin/bulk/route";
import * as callingImportProblems from "./v1/admin/calling/import/[id]/problems/route";
import * as callingImport from "./v1/admin/calling/import/[id]/route";
import * as startCallingImport from "./v1/admin/calling/import/[id]/start/route";
import * as callingImports from "./v1/admin/calling/import/route";
import * as cohorts from "./v1/admin/cohorts/route";
import * as customerAccess from "./v1/admin/customers/[id]/access/route";
import * as customerChanges from "./v1/admin/customers/[id]/changes/route";
import * as testCustomerClient from "./v1/admin/customers/[id]/credentials/test/route";
import * as customerCriteria from "./v1/admin/customers/[id]/criteria/route";
import * as customerMonitoring from "./v1/admin/customers/[id]/monitoring/route";
import * as retryCustomer from "./v1/admin/customers/[id]/onboarding/retry/route";
import * as customerOnboarding from "./v1/admin/customers/[id]/onboarding/route";
import * as adminCustomer from "./v1/admin/customers/[id]/route";
import * as syncCustomer from "./v1/admin/customers/[id]/sync/route";
import * as customerSyncs from "./v1/admin/customers/[id]/syncs/route";
import * as customerWorkflows from "./v1/admin/customers/[id]/workflows/route";
import * as testNewClient from "./v1/admin/customers/credentials/test/route";
import * as adminCustomers from "./v1/admin/customers/route";
import * as replayDelivery from "./v1/admin/deliveries/[id]/replay/route";
import * as disableEmployer from "./v1/admin/employers/[id]/disable/route";
import * as enableEmployer from "./v1/admin/employers/[id]/enable/route";
import * as abortMemberImport from "./v1/admin/employers/[id]/imports/[importId]/abort/route";
import * as memberImportErrors from "./v1/admin/employers/[id]/imports/[importId]/errors.csv/route";
import * as mapMemberImport from "./v1/admin/employers/[id]/imports/[importId]/mapping/route";
import * as memberImport from "./v1/admin/employers/[id]/imports/[importId]/route";
import * as startMemberImport from "./v1/admin/employers/[id]/imports/[importId]/start/route";
import * as memberImports from "./v1/admin/employers/[id]/imports/route";
import * as adminEmployer from "./v1/admin/employers/[id]/route";
import * as adminEmployers from "./v1/admin/employers/route";
import * as adminFeedback from "./v1/admin/feedback/route";
import * as funnel from "./v1/admin/funnel/route";
import * as redriveJob from "./v1/admin/jobs/[id]/redrive/route";
import * as deadJobs from "./v1/admin/jobs/route";
import * as activateByStaff from "./v1/admin/members/[id]/activate/route";
import * as cancelByStaff from "./v1/admin/members/[id]/cancel/route";
import * as deactivateByStaff from "./v1/admin/members/[id]/deactivate/route";
import * as memberHistory from "./v1/admin/members/[id]/history/route";
import * as inviteByStaff from "./v1/admin/members/[id]/invite/route";
import * as resendByStaff from "./v1/admin/members/[id]/resend/route";
import * as revokeByStaff from "./v1/admin/members/[id]/revoke/route";
import * as adminMember from "./v1/admin/members/[id]/route";
import * as scheduleByStaff from "./v1/admin/members/[id]/schedule/route";
import * as adminMembers from "./v1/admin/members/route";
import * as exportMetrics from "./v1/admin/metrics/export/route";
import * as adminMetrics from "./v1/admin/metrics/route";
import * as cancelOnboarding from "./v1/admin/onboardings/[id]/cancel/route";
import * as resumeOnboarding from "./v1/admin/onboardings/[id]/resume/route";
import * as retryOnboarding from "./v1/admin/onboardings/[id]/retry/route";
import * as oneOnboarding from "./v1/admin/onboardings/[id]/route";
import * as skipOnboarding from "./v1/admin/onboardings/[id]/skip/route";
import * as exportOnboardings from "./v1/admin/onboardings/export/route";
import * as onboardingsNow from "./v1/admin/onboardings/now/route";
import * as onboardings from "./v1/admin/onboardings/route";
import * as retryMessage from "./v1/admin/outbox/[id]/retry/route";
import * as outboxMessage from "./v1/admin/outbox/[id]/route";
import * as retryMessages from "./v1/admin/outbox/retry/route";
import * as outboxMessages from "./v1/admin/outbox/route";
import * as cancelContract from "./v1/admin/parent-subscriptions/[id]/cancel/route";
import * as addContract from "./v1/admin/parent-subscriptions/route";
import * as deliveries from "./v1/admin/partners/[id]/deliveries/route";
import * as disablePartner from "./v1/admin/partners/[id]/disable/route";
import * as rotatePartner from "./v1/admin/partners/[id]/rotate/route";
import * as rotateWebhook from "./v1/admin/partners/[id]/webhook/rotate/route";
import * as webhook from "./v1/admin/partners/[id]/webhook/route";
import * as testWebhook from "./v1/admin/partners/[id]/webhook/test/route";
import * as partners from "./v1/admin/partners/route";
import * as disablePerson from "./v1/admin/people/[id]/disable/route";
import * as enablePerson from "./v1/admin/people/[id]/enable/route";
import * as erasePerson from "./v1/admin/people/[id]/erase/route";
import * as exportPerson from "./v1/admin/people/[id]/export/route";
import * as person from "./v1/admin/people/[id]/route";
import * as signOutPerson from "./v1/admin/people/[id]/sign-out/route";
import * as unblockPerson from "./v1/admin/people/[id]/unblock/route";
import * as endView from "./v1/admin/people/[id]/view-as/end/route";
import * as pointPerson from "./v1/admin/people/[id]/view-as/point/route";
import * as viewAs from "./v1/admin/people/[id]/view-as/route";
import * as people from "./v1/admin/people/route";
import * as retirePlan from "./v1/admin/plans/[id]/retire/route";
import * as addPlan from "./v1/admin/plans/route";
import * as readiness from "./v1/admin/readiness/[kind]/[id]/route";
import * as adminReports from "./v1/admin/reports/route";
import * as resumeStore from "./v1/admin/stores/[code]/onboarding/resume/route";
import * as skipStore from "./v1/admin/stores/[code]/onboarding/skip/route";
import * as adminStores from "./v1/admin/stores/route";
import * as exportTargets from "./v1/admin/targets/export/route";
import * as targets from "./v1/admin/targets/route";
import * as agentCredentials from "./v1/agents/credentials/route";
import * as agentKeyTest from "./v1/agents/credentials/test/route";
import * as exportListings from "./v1/agents/listings/export/route";
import * as cancelAgentSync from "./v1/agents/onboarding/cancel/route";
import * as pauseAgentSync from "./v1/agents/onboarding/pause/route";
import * as agentQuote from "./v1/agents/onboarding/quote/route";
import * as resumeAgentSync from "./v1/agents/onboarding/resume/route";
import * as retryAgentSync from "./v1/agents/onboarding/retry/route";
import * as startAgentSync from "./v1/agents/onboarding/route";
import * as runAgentSync from "./v1/agents/onboarding/run/route";
import * as agentSyncStatus from "./v1/agents/onboarding/status/route";
import * as agentSchedule from "./v1/agents/schedule/route";
import * as agentSignup from "./v1/agents/signup/route";
import * as exportTransactions from "./v1/agents/transactions/export/route";
import * as choose from "./v1/auth/choose/route";
import * as logout from "./v1/auth/logout/route";
import * as logoutEverywhere from "./v1/auth/logout-everywhere/route";
import * as me from "./v1/auth/me/route";
import * as sendOtp from "./v1/auth/send-otp/route";
import * as verifyOtp from "./v1/auth/verify-otp/route";
import * as activateMember from "./v1/beneficiary/activate-member/route";
import * as bulkActivate from "./v1/beneficiary/bulk-activate/route";
import * as pendingActivation from "./v1/beneficiary/check-pending-activation/route";
import * as inviteCode from "./v1/beneficiary/get-email-activation-otp/route";
import * as acceptInvite from "./v1/beneficiary/invite/[token]/accept/route";
import * as inviteDetails from "./v1/beneficiary/invite/[token]/details/route";
import * as inviteFeedback from "./v1/beneficiary/invite/[token]/feedback/route";
import * as renewInvite from "./v1/beneficiary/invite/[token]/renew/route";
import * as scheduleActivation from "./v1/beneficiary/schedule-auto-activation/route";
import * as validateInvite from "./v1/beneficiary/validate-otp/route";
import * as callingPractitioners from "./v1/calling/practitioners/route";
import * as ownChanges from "./v1/customer/changes/route";
import * as resendCustomerInvite from "./v1/customer/invites/[id]/resend/route";
import * as revokeCustomerInvite from "./v1/customer/invites/[id]/revoke/route";
import * as joinCode from "./v1/customer/join/code/route";
import * as joinCustomer from "./v1/customer/join/route";
import * as customerNews from "./v1/customer/news/[token]/route";
import * as ownPreferences from "./v1/customer/preferences/route";
import * as ownSync from "./v1/customer/sync/route";
import * as ownUserRole from "./v1/customer/users/[id]/role/route";
import * as ownUser from "./v1/customer/users/[id]/route";
import * as ownUsers from "./v1/customer/users/route";
import * as ownExport from "./v1/customer/workflows/[id]/export/route";
import * as ownWorkflow from "./v1/customer/workflows/[id]/route";
import * as ownWorkflows from "./v1/customer/workflows/route";
import * as activateDue from "./v1/internal/beneficiary/activate/route";
import * as eraseSelf from "./v1/me/erase/route";
import * as exportSelf from "./v1/me/export/route";
import * as readNotices from "./v1/me/notices/read/route";
import * as notices from "./v1/me/notices/route";
import * as pointer from "./v1/me/pointers/[id]/route";
import * as ownChoices from "./v1/me/preferences/route";
import * as ownReadiness from "./v1/me/readiness/route";
import * as readNotification from "./v1/notifications/[id]/read/route";
import * as notifications from "./v1/notifications/route";
import * as ownFeedback from "./v1/onboardings/[id]/feedback/route";
import * as notifyMe from "./v1/onboardings/[id]/notify-me/route";
import * as activatePerson from "./v1/partner/user/activate/route";
import * as deactivatePerson from "./v1/partner/user/deactivate/route";
import * as personReadiness from "./v1/partner/user/readiness/route";
import * as differences from "./v1/practitioner/onboarding/differences/route";
import * as practitionerStatus from "./v1/practitioner/onboarding/status/route";
import * as basicInfo from "./v1/practitioner/onboarding/step/basic-info/route";
import * as bioDraft from "./v1/practitioner/onboarding/step/bio-about/draft/route";
import * as bioAbout from "./v1/practitioner/onboarding/step/bio-about/route";
import * as experience from "./v1/practitioner/onboarding/step/experience-certifications/route";
import * as professionalDetails from "./v1/practitioner/onboarding/step/professional-details/route";
import * as visualProfile from "./v1/practitioner/onboarding/step/visual-profile/route";
import * as reminder from "./v1/reminders/[token]/route";
import * as importBadRows from "./v1/store/imports/[jobId]/bad-rows/route";
import * as exportIssues from "./v1/store/imports/[jobId]/issues/export/route";
import * as importIssues from "./v1/store/imports/[jobId]/issues/route";
import * as storeStatus from "./v1/store/onboarding/status/route";
import * as letzshopApi from "./v1/store/onboarding/step/letzshop-api/route";
import * as letzshopTest from "./v1/store/onboarding/step/letzshop-api/test/route";
import * as profileDraft from "./v1/store/onboarding/step/merchant-profile/draft/route";
import * as merchantProfile from "./v1/store/onboarding/step/merchant-profile/route";
import * as syncComplete from "./v1/store/onboarding/step/order-sync/complete/route";
import * as syncProgress from "./v1/store/onboarding/step/order-sync/progress/[jobId]/route";
import * as syncQuote from "./v1/store/onboarding/step/order-sync/quote/route";
import * as syncTrigger from "./v1/store/onboarding/step/order-sync/trigger/route";
import * as feedBadRows from "./v1/store/onboarding/step/product-import/preview/bad-rows/route";
import * as feedPreview from "./v1/store/onboarding/step/product-import/preview/route";
import * as productImport from "./v1/store/onboarding/step/product-import/route";
import * as exportOrders from "./v1/store/orders/export/route";
import * as exportProducts from "./v1/store/products/export/route";
import * as letzshopSettings from "./v1/store/settings/letzshop/route";
import * as savedKeyTest from "./v1/store/settings/letzshop/test/route";
import * as productSettings from "./v1/store/settings/products/route";
import * as profileSettings from "./v1/store/settings/profile/route";
import * as storeSignup from "./v1/store/signup/route";
import * as upload from "./v1/uploads/[id]/route";
import * as uploads from "./v1/uploads/route";
import * as vitals from "./v1/vitals/route";

const onboarding = "/api/v1/store/onboarding";
const profile = "/api/v1/practitioner/onboarding";
const agentSync = "/api/v1/agents/onboarding";

/** Every declared route by its path; what is missing here is missing in the document, and a test says so. */
export const declarations = {
  "/api/health": health,
  "/api/health/live": healthLive,
  "/api/cron/poll": cronPoll,
  "/api/metrics": metrics,
  "/api/dev/clock": devClock,
  "/api/dev/outbox": devOutbox,
  "/api/v1/auth/send-otp": sendOtp,
  "/api/v1/auth/verify-otp": verifyOtp,
  "/api/v1/auth/logout": logout,
  "/api/v1/auth/logout-everywhere": logoutEverywhere,
  "/api/v1/auth/me": me,
  "/api/v1/auth/choose": choose,
  "/api/v1/store/signup": storeSignup,
  [`${onboarding}/status`]: storeStatus,
  [`${onboarding}/step/merchant-profile`]: merchantProfile,
  [`${onboarding}/step/merchant-profile/draft`]: profileDraft,
  [`${onboarding}/step/letzshop-api`]: letzshopApi,
  [`${onboarding}/step/letzshop-api/test`]: letzshopTest,
  [`${onboarding}/step/product-import`]: productImport,
  [`${onboarding}/step/product-import/preview`]: feedPreview,
  [`${onboarding}/step/product-import/preview/bad-rows`]: feedBadRows,
  [`${onboarding}/step/order-sync/quote`]: syncQuote,
  [`${onboarding}/step/order-sync/trigger`]: syncTrigger,
  [`${onboarding}/step/order-sync/progress/[jobId]`]: syncProgress,
  [`${onboarding}/step/order-sync/complete`]: syncComplete,
  "/api/v1/store/settings/profile": profileSettings,
  "/api/v1/store/settings/letzshop": letzshopSettings,
  "/api/v1/store/settings/letzshop/test": savedKeyTest,
  "/api/v1/store/settings/products": productSettings,
  "/api/v1/store/products/export": exportProducts,
  "/api/v1/store/orders/export": exportOrders,
  "/api/v1/store/imports/[jobId]/bad-rows": importBadRows,
  "/api/v1/store/imports/[jobId]/issues": importIssues,
  "/api/v1/store/imports/[jobId]/issues/export": exportIssues,
  [`${profile}/status`]: practitionerStatus,
  [`${profile}/differences`]: differences,
  [`${profile}/step/basic-info`]: basicInfo,
  [`${profile}/step/visual-profile`]: visualProfile,
  [`${profile}/step/professional-details`]: professionalDetails,
  [`${profile}/step/bio-about`]: bioAbout,
  [`${profile}/step/bio-about/draft`]: bioDraft,
  [`${profile}/step/experience-certifications`]: experience,
  "/api/v1/admin/customers/[id]/access": customerAccess,
  "/api/v1/admin/customers/[id]/criteria": customerCriteria,
  "/api/v1/admin/customers/[id]/monitoring": customerMonitoring,
  "/api/v1/customer/news/[token]": customerNews,
  "/api/v1/customer/workflows": ownWorkflows,
  "/api/v1/customer/workflows/[id]": ownWorkflow,
  "/api/v1/customer/workflows/[id]/export": ownExport,
  "/api/v1/customer/changes": ownChanges,
  "/api/v1/customer/sync": ownSync,
  "/api/v1/customer/users": ownUsers,
  "/api/v1/customer/users/[id]": ownUser,
  "/api/v1/customer/users/[id]/role": ownUserRole,
  "/api/v1/customer/invites/[id]/resend": resendCustomerInvite,
  "/api/v1/customer/invites/[id]/revoke": revokeCustomerInvite,
  "/api/v1/customer/preferences": ownPreferences,
  "/api/v1/customer/join": joinCustomer,
  "/api/v1/customer/join/code": joinCode,
  "/api/v1/agents/signup": agentSignup,
  "/api/v1/agents/transactions/export": exportTransactions,
  "/api/v1/agents/listings/export": exportListings,
  "/api/v1/agents/schedule": agentSchedule,
  "/api/v1/agents/credentials": agentCredentials,
  "/api/v1/agents/credentials/test": agentKeyTest,
  [agentSync]: startAgentSync,
  [`${agentSync}/status`]: agentSyncStatus,
  [`${agentSync}/quote`]: agentQuote,
  [`${agentSync}/retry`]: retryAgentSync,
  [`${agentSync}/cancel`]: cancelAgentSync,
  [`${agentSync}/pause`]: pauseAgentSync,
  [`${agentSync}/resume`]: resumeAgentSync,
  [`${agentSync}/run`]: runAgentSync,
  "/api/v1/reminders/[token]": reminder,
  "/api/v1/uploads": uploads,
  "/api/v1/uploads/[id]": upload,
  "/api/v1/vitals": vitals,
  "/api/v1/me/erase": eraseSelf,
  "/api/v1/me/export": exportSelf,
  "/api/v1/me/notices": notices,
  "/api/v1/me/notices/read": readNotices,
  "/api/v1/me/pointers/[id]": pointer,
  "/api/v1/me/preferences": ownChoices,
  "/api/v1/me/readiness": ownReadiness,
  "/api/v1/notifications": notifications,
  "/api/v1/notifications/[id]/read": readNotification,
  "/api/v1/onboardings/[id]/feedback": ownFeedback,
  "/api/v1/onboardings/[id]/notify-me": notifyMe,
  "/api/v1/admin/stores": adminStores,
  "/api/v1/admin/stores/[code]/onboarding/skip": skipStore,
  "/api/v1/admin/stores/[code]/onboarding/resume": resumeStore,
  "/api/v1/admin/agents": adminAgents,
  "/api/v1/admin/bulk": bulkJobs,
  "/api/v1/admin/bulk/preview": previewBulk,
  "/api/v1/admin/bulk/[id]": bulkJob,
  "/api/v1/admin/bulk/[id]/abort": abortBulk,
  "/api/v1/admin/cohorts": cohorts,
  "/api/v1/admin/feedback": adminFeedback,
  "/api/v1/admin/onboardings": onboardings,
  "/api/v1/admin/onboardings/now": onboardingsNow,
  "/api/v1/admin/onboardings/export": exportOnboardings,
  "/api/v1/admin/alerts": alerts,
  "/api/v1/admin/alerts/[id]/ack": acknowledgeAlert,
  "/api/v1/admin/alert-rules": alertRules,
  "/api/v1/admin/alert-rules/[id]": alertRule,
  "/api/v1/admin/alert-rules/[id]/test": testAlertRule,
  "/api/v1/admin/audit": auditTrail,
  "/api/v1/admin/audit/export": exportAudit,
  "/api/v1/admin/audit/verify": verifyAudit,
  "/api/v1/admin/outbox": outboxMessages,
  "/api/v1/admin/outbox/retry": retryMessages,
  "/api/v1/admin/outbox/[id]": outboxMessage,
  "/api/v1/admin/outbox/[id]/retry": retryMessage,
  "/api/v1/admin/jobs": deadJobs,
  "/api/v1/admin/jobs/[id]/redrive": redriveJob,
  "/api/v1/admin/onboardings/[id]": oneOnboarding,
  "/api/v1/admin/onboardings/[id]/retry": retryOnboarding,
  "/api/v1/admin/onboardings/[id]/cancel": cancelOnboarding,
  "/api/v1/admin/onboardings/[id]/skip": skipOnboarding,
  "/api/v1/admin/onboardings/[id]/resume": resumeOnboarding,
  "/api/v1/admin/readiness/[kind]/[id]": readiness,
  "/api/v1/beneficiary/activate-member": activateMember,
  "/api/v1/beneficiary/bulk-activate": bulkActivate,
  "/api/v1/beneficiary/get-email-activation-otp": inviteCode,
  "/api/v1/beneficiary/validate-otp": validateInvite,
  "/api/v1/beneficiary/invite/[token]/details": inviteDetails,
  "/api/v1/beneficiary/invite/[token]/accept": acceptInvite,
  "/api/v1/beneficiary/invite/[token]/feedback": inviteFeedback,
  "/api/v1/beneficiary/invite/[token]/renew": renewInvite,
  "/api/v1/beneficiary/check-pending-activation": pendingActivation,
  "/api/v1/beneficiary/schedule-auto-activation": scheduleActivation,
  "/api/v1/internal/beneficiary/activate": activateDue,
  "/api/v1/calling/practitioners": callingPractitioners,
  "/api/v1/partner/user/activate": activatePerson,
  "/api/v1/partner/user/deactivate": deactivatePerson,
  "/api/v1/partner/user/readiness": personReadiness,
  "/api/v1/admin/calling/import": callingImports,
  "/api/v1/admin/calling/import/[id]": callingImport,
  "/api/v1/admin/calling/import/[id]/start": startCallingImport,
  "/api/v1/admin/calling/import/[id]/problems": callingImportProblems,
  "/api/v1/admin/customers": adminCustomers,
  "/api/v1/admin/customers/credentials/test": testNewClient,
  "/api/v1/admin/customers/[id]": adminCustomer,
  "/api/v1/admin/customers/[id]/onboarding": customerOnboarding,
  "/api/v1/admin/customers/[id]/onboarding/retry": retryCustomer,
  "/api/v1/admin/customers/[id]/workflows": customerWorkflows,
  "/api/v1/admin/customers/[id]/sync": syncCustomer,
  "/api/v1/admin/customers/[id]/syncs": customerSyncs,
  "/api/v1/admin/customers/[id]/changes": customerChanges,
  "/api/v1/admin/customers/[id]/credentials/test": testCustomerClient,
  "/api/v1/admin/employers": adminEmployers,
  "/api/v1/admin/employers/[id]": adminEmployer,
  "/api/v1/admin/employers/[id]/disable": disableEmployer,
  "/api/v1/admin/employers/[id]/enable": enableEmployer,
  "/api/v1/admin/employers/[id]/imports": memberImports,
  "/api/v1/admin/employers/[id]/imports/[importId]": memberImport,
  "/api/v1/admin/employers/[id]/imports/[importId]/mapping": mapMemberImport,
  "/api/v1/admin/employers/[id]/imports/[importId]/start": startMemberImport,
  "/api/v1/admin/employers/[id]/imports/[importId]/abort": abortMemberImport,
  "/api/v1/admin/employers/[id]/imports/[importId]/errors.csv": memberImportErrors,
  "/api/v1/admin/parent-subscriptions": addContract,
  "/api/v1/admin/parent-subscriptions/[id]/cancel": cancelContract,
  "/api/v1/admin/plans": addPlan,
  "/api/v1/admin/plans/[id]/retire": retirePlan,
  "/api/v1/admin/members": adminMembers,
  "/api/v1/admin/members/[id]": adminMember,
  "/api/v1/admin/members/[id]/history": memberHistory,
  "/api/v1/admin/members/[id]/activate": activateByStaff,
  "/api/v1/admin/members/[id]/cancel": cancelByStaff,
  "/api/v1/admin/members/[id]/invite": inviteByStaff,
  "/api/v1/admin/members/[id]/resend": resendByStaff,
  "/api/v1/admin/members/[id]/revoke": revokeByStaff,
  "/api/v1/admin/members/[id]/deactivate": deactivateByStaff,
  "/api/v1/admin/members/[id]/schedule": scheduleByStaff,
  "/api/v1/admin/partners": partners,
  "/api/v1/admin/partners/[id]/rotate": rotatePartner,
  "/api/v1/admin/partners/[id]/disable": disablePartner,
  "/api/v1/admin/partners/[id]/webhook": webhook,
  "/api/v1/admin/partners/[id]/webhook/rotate": rotateWebhook,
  "/api/v1/admin/partners/[id]/webhook/test": testWebhook,
  "/api/v1/admin/partners/[id]/deliveries": deliveries,
  "/api/v1/admin/deliveries/[id]/replay": replayDelivery,
  "/api/v1/admin/metrics": adminMetrics,
  "/api/v1/admin/metrics/export": exportMetrics,
  "/api/v1/admin/funnel": funnel,
  "/api/v1/admin/reports": adminReports,
  "/api/v1/admin/targets": targets,
  "/api/v1/admin/targets/export": exportTargets,
  "/api/v1/admin/people": people,
  "/api/v1/admin/people/[id]": person,
  "/api/v1/admin/people/[id]/disable": disablePerson,
  "/api/v1/admin/people/[id]/enable": enablePerson,
  "/api/v1/admin/people/[id]/erase": erasePerson,
  "/api/v1/admin/people/[id]/export": exportPerson,
  "/api/v1/admin/people/[id]/sign-out": signOutPerson,
  "/api/v1/admin/people/[id]/unblock": unblockPerson,
  "/api/v1/admin/people/[id]/view-as": viewAs,
  "/api/v1/admin/people/[id]/view-as/end": endView,
  "/api/v1/admin/people/[id]/view-as/point": pointPerson,
};
