"""Open data at /data: files, their dictionary, a catalogue, feeds. Other programs: see `portal/open311`."""
