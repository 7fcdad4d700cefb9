-- Complete conversion funnel
SELECT 
  'Total Practitioners' as stage, COUNT(*) as count FROM practitioners
UNION ALL
SELECT 'Called by Agent', COUNT(*) FROM practitioners WHERE is_contacted = true
UNION ALL
SELECT 'Started CRM Onboarding', COUNT(*) FROM practitioners WHERE crm_first_login_date IS NOT NULL
UNION ALL
SELECT 'Completed CRM Onboarding', COUNT(*) FROM practitioners WHERE crm_onboarding_completed = true
UNION ALL
SELECT 'Have Offerings', COUNT(DISTINCT practitioner_id) FROM offerings WHERE is_active = true;
