"""The settings of deadlines: table, hours, days, ladder, moves, versions."""
