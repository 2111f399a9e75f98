"""研修担当への質問: what people ask the office of a course, its answers, and how one becomes a よくある質問."""
