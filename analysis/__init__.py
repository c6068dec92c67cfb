"""What the lake tells: questions as Ibis expressions, and the forecast of what will come.

For a process of its own: it reads Parquet, imports nothing of ours, and neither web nor worker ever loads it.
DuckDB runs the expressions here; a cluster's engine would run the same ones.
"""
