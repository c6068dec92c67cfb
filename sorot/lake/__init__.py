"""The lake: what the city knows without whom it knows it of, as Parquet by month."""
