"""Questions with known evidence -> answers -> measures, a report, and a comparison of two runs."""
