"""Rules about what is measured, with the database: kept in versions, tried on the past, followed."""
