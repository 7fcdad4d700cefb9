-- Check if all required tables have data
SELECT 
  p.id,
  p.crm_onboarding_completed,
  bi.id as has_basic_info,
  vp.id as has_visual_profile,
  pd.id as has_professional_details,
  ba.id as has_bio_about
FROM practitioners p
LEFT JOIN facilitator_basic_info bi ON p.id = bi.practitioner_id
LEFT JOIN facilitator_visual_profile vp ON p.id = vp.practitioner_id
LEFT JOIN facilitator_professional_details pd ON p.id = pd.practitioner_id
LEFT JOIN facilitator_bio_about ba ON p.id = ba.practitioner_id
WHERE p.crm_onboarding_completed = FALSE;
