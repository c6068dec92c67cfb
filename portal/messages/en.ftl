# The public pages in English. Names of kinds, agencies and areas stay the city's own.
menu-map = Map
menu-work = Performance
menu-areas = Kelurahan
menu-views = Opinions
menu-data = Open data
menu-track = Track
menu-report = Report
switch = Bahasa Indonesia
switch-title = Baca halaman ini dalam bahasa Indonesia

map-title = Map of residents' reports
map-lead = All reports that everybody may see. A point on the map is the middle of a square of 50 metres, not an exact address.
map-show = Show the map
map-none-title = No report fits
map-none = Loosen the filters: a longer time, or every kelurahan.
map-list = List of reports
map-next = Next reports
map-first = Back to the newest
map-near = Near me
map-noscript = The list below is complete without the map.
map-demo = Example reports are among them.
filter-category = Kind
filter-state = State
filter-time = Time
filter-agency = Agency
filter-area = Kelurahan
filter-all = All
filter-open = Under way
filter-ended = Ended
filter-30 = Last 30 days
filter-90 = Last 90 days
filter-365 = Last year
filter-apply = Apply
filter-title = Filter

state-menunggu = Waiting
state-diproses = In progress
state-koordinasi = Coordination
state-menunggu_warga = Waiting for the resident
state-diperiksa = Being checked
state-selesai = Done
state-ditutup = Closed
state-dirujuk = Referred
state-ditolak = Not handled
state-duplikat = Joined
state-ditarik = Withdrawn

report-handled = Handled by
report-place = Place
report-place-unknown = Kelurahan not known yet
report-came = Received
report-promised = Promised by
report-done = Work done
report-kept = Promise kept
report-late = Later than promised
report-moved = { $times ->
    [one] The date was put off once.
   *[other] The date was put off { $times } times.
  }
report-running-late = The promised date has passed and it is not done.
report-point = The point is rounded to a square of 50 metres.
report-no-point = Its point is not shown.
report-words = In the reporter's words
report-words-note = Cleared by an officer. Names, numbers and plates are covered.
report-answers = The city's answers
report-results = The finished work
report-result = Photo of the finished work { $number }
report-blurred = Faces and number plates are blurred.
report-story = What happened
report-supporters = { $count ->
    [one] { $count } resident has the same trouble
   *[other] { $count } residents have the same trouble
  }
report-me-too = I have this too
report-me-too-note = Tell it in the chat with its place. If it is this report, Sorot offers a button to join and keeps you informed.
report-own = Your own report? Open it with its key
report-joined = This report was joined to another about the same matter.
report-demo = This is an example report.
report-share = { $title }: { $state }
report-back = Back to the map

work-title = Performance
work-lead = Counted from reports that everybody may see. No share and no rank is shown for fewer than { $least } cases.
work-when = Period
work-year = Last 12 months
work-show = Show
work-made = Counted { $at }
work-none-title = The figures are being counted
work-none = This page fills after the first count, usually within minutes.
work-agencies = By agency
work-areas = By kelurahan
work-categories = By kind
work-months = By month
work-name = Name
work-came = Received
work-open = Still open
work-kept = Promises kept
work-promised = Moments promised by officers, kept
work-first = First answer (median, 90%)
work-end = Done (median, 90%)
work-again = Reopened
work-stars = Rating
work-age = Age of open ones (median)
work-of = { $part } of { $count }
work-few = fewer than { $least } cases
work-hours = { $hours } h
work-days = { $days } days
work-download = Download (CSV)
work-chart = Reports received each month, the earliest first: { $counts }

areas-title = Kelurahan
areas-lead = What is under way, what was finished, and the figures of each kelurahan.
area-lead = Kecamatan { $kecamatan }
area-open = Under way
area-open-none = No report is under way.
area-done = Finished this month
area-done-none = Nothing was finished this month yet.
area-figures = Figures of the last 12 months
area-water = Water and warnings
area-water-none = No gauge's water comes here.
area-warned = { $name }: alert level { $level }
area-value = { $value } { $unit }, { $at }
area-silent = no new reading
area-all = All reports of this kelurahan on the map
area-widget = For the kelurahan's own site
area-widget-note = Copy this line into a page of your site.
area-feed = Follow by Atom
widget-title = Residents' reports, Kelurahan { $name }
widget-open = under way
widget-done = finished this month
widget-more = See them all

views-title = Residents' opinions
views-lead = Proposals and opinions of the last { $weeks } weeks, by theme.
views-none-title = No proposals yet
views-none = Tell yours in the chat; its theme appears here.
views-count = { $reports } proposals by { $residents } residents
views-few = fewer than { $least } residents
views-answer = The city's answer
views-no-answer = The city has not answered yet.
views-tell = Make a proposal

data-title = Open data
data-lead = Residents' reports that everybody may see, for anybody's use. No names, no words of reporters, points in the middle of a square of 50 metres.
data-whole = Everything ({ $form })
data-made = { $count } rows, made { $at }. Renewed whenever something changes.
data-months = By the month they came
data-none = The files are being made. Try again in a few minutes.
data-about = About the data
data-dictionary = Dictionary of the columns (JSON)
data-catalogue = DCAT catalogue, with the fields of Satu Data Indonesia
data-feed = The newest reports by Atom; also of each kelurahan and kind
data-open311 = Open311 GeoReport v2 for other programs
data-licence = Licence:

offline-title = No connection
offline-lead = This page needs a network. You can still write a report in the chat: it is kept on this device and sent once you are connected again.
