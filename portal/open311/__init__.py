"""Open311 GeoReport v2: other people's programs read the city's public reports and hand in new ones.

http://wiki.open311.org/GeoReport_v2/ with its paging, and the extension for updates; docs/open311.md tells
what this city adds and leaves out.
"""
