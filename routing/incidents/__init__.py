"""Events (kejadian): reports, alerts and other evidence of one happening, found, confirmed, worked on."""
