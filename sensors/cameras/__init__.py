"""The city's cameras: register, pictures fetched by timetable, streams handed through, looks and evidence."""
