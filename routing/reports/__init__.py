"""One report: the officers' door, filing, status, officers' work, residents, supporters, housekeeping."""

from routing.reports import indexing as indexing  # whoever writes here keeps the words of what is written
