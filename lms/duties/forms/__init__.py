"""Forms of the year's plan, its rules and its exemptions."""
