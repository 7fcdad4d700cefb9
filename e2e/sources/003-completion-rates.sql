-- Track onboarding completion rates
SELECT 
  COUNT(*) as total_practitioners,
  COUNT(CASE WHEN crm_onboarding_completed THEN 1 END) as completed_onboarding,
  COUNT(CASE WHEN is_contacted AND NOT crm_onboarding_completed THEN 1 END) as called_but_not_onboarded,
  ROUND(
    COUNT(CASE WHEN crm_onboarding_completed THEN 1 END) * 100.0 / COUNT(*), 2
  ) as completion_rate
FROM practitioners;
