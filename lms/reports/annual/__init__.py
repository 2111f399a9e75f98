"""研修実施状況報告書: one A4 sheet a plan for the meeting, with its separate sheets."""
