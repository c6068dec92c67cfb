"""One report: the officers' door, filing, status, officers' work, residents, supporters, housekeeping."""
