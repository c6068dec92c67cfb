### The same sentences in English: proof that another language is only another file.

## Greetings and help

greeting-hello = Hello
greeting-salam = Wa’alaikumsalam
greeting =
    { greeting-hello }{ $name ->
        [none] {""}
       *[other] , { $name }
    }! I am Sorot and take reports from the people of { $city }.

    Just tell me what is wrong, in your own words. For example: “The street light in front of SDN Kayuringin has been out since Monday.”
greeting-again =
    { $times ->
        [1] Hello! What can I do for you?
       *[2] Yes, I am here. Do you want to report something, or see your reports?
    }
greeting-more =
    { $times ->
        [1] Hello again! Just tell me what is broken or in the way, and where.
       *[2] Yes, I am here. What shall I note? Write what is wrong and where.
    }
ask-away = Please do, what would you like to ask? If it is about a road, a lamp, waste, papers, or a city service, just write it.
how-to = It is easy: write here what is wrong and where, with a photo if you like. I pass it on to the right office, and you get a report number.
greeting-draft = Hello! Let us go on with your report.
welcome-thanks = You are welcome. If there is anything else, just write here.
for-a-driver = This looks meant for a driver or a shop. Here residents report to the city; if something is broken or in the way around you, just write it.
glad-mended = Good to hear that it is well again. If there is anything else, just write here.
praise-thanks = Thank you for valuing their work. If anything needs mending, just write here.
seen-on-screen = I hope they are safe. If something like that happens near you, call 112, then write here.
rumour-of-matter =
    { $times ->
        [1] I cannot confirm what others passed on. If it happens where you are, tell me here: what, where, since when.
       *[2] I cannot confirm that either. Want to ask a person? Write “petugas”.
    }
rumour =
    { $times ->
        [1] I cannot confirm what others passed on, and it is better not to spread it yet. If you saw it or it happened to you, call { $dial } now (24 hours), then tell me here: what, where, when.
       *[2] I cannot confirm that either. If there is danger in front of you: { $dial } or 112. Otherwise write what you saw yourself, and where.
    }
help =
    What I can do:
    • Report: tell me what is wrong, with a photo and a location if you like.
    • Check: write “status” or the report's number.
    • Add: write or send a photo at any time.
    • Withdraw: write “cancel”.
    • Flood warnings: write “peringatan”.
    • Your data: write “data saya” or “hapus data saya”.

    An emergency? Call 112, free, day and night.
not-understood =
    { $times ->
        [1] Sorry, I did not get that. Tell me what you want to report, or choose below.
       *[2] I still do not follow. Try one sentence: what is wrong, and where? Want a person? Write “petugas”.
    }
no-report-fine = That is fine, I will not make it a report. If something needs fixing later, just write here.
nothing-then = All right. Write here whenever you need to.
one-matter = I heard one matter, so it is one report. If there is another, tell me once this one is sent.
small-talk =
    { $times ->
        [1] Thank you for telling me. I am here for reports: if something is broken or in the way around you, just write it.
       *[2] I like a chat, but I am most useful for reports. Is there anything around you that needs mending?
    }
maybe-report = Do you want to report this to the city?

## Collecting a report

ask-what = What do you want to report? Use your own words.
ask-what-photo = I have your photo. What is happening there?
ask-what-place = I have the location: { $place }. What is happening there?
ask-what-more = Please tell me a little more, so that the officers understand the problem.
ask-category = Which of these comes closest?
ask-category-open = So that it reaches the right office, tell me a little more: what is broken, going on, or in the way? If you are not sure, choose “{ btn-none-fits }”.
ask-category-again = Please choose one. If none fits, choose “{ btn-none-fits }”.
ask-place = Where is it? Send your location, or write the street, the housing estate or the kelurahan.
ask-place-again = The place is not clear to me yet. Write the street, the housing estate or the kelurahan, or choose the kecamatan.
ask-place-kept = I noted “{ $place }”. Which kecamatan is that in?
ask-kecamatan = Which kecamatan is it in?
ask-kelurahan = Which kelurahan exactly?
ask-kelurahan-for = “{ $place }”: which kelurahan exactly?
ask-kelurahan-one = “{ $place }”: is that in Kelurahan { $area }?
ask-photo = Do you have a photo? Send it here so that officers find the spot more easily. If not, choose “{ btn-skip }”.
ask-photo-more = Please send the photo.
photo-kept =
    { $count ->
        [1] I have your photo.
       *[other] I have { $count } photos.
    }
photo-limit = There are already { $count } photos, which is enough. I did not keep the last one.
noted-ahead = All right, noted.
place-noted = Location: { $place }.
place-either = { $one } or { $other }
place-of-report = where report { $number } is
outside =
    Sorry, that place is outside { $city }, so our agencies cannot act there. Please use SP4N-LAPOR! (lapor.go.id, or SMS to 1708); it passes reports on to the right government.

    If I am mistaken, tell me the right location.
confirm =
    This is what I noted:

    “{ $text }”

    { $kind ->
        [aspirasi] Kind: proposal, { $category }
        [permintaan] Kind: question, { $category }
       *[pengaduan] Kind: { $category }
    }
    Handled by: { $agency }
    Location: { $place }
    { $more ->
        [none] {""}
       *[other] { $more }
    }

    Is that right?
place-none = not given
place-unknown = { $place } (kelurahan not known yet)
category-review = an officer will choose
confirm-external =
    This is not for the agencies of { $city }. { $contact ->
        [none] In charge: { $agency }.
       *[other] { $contact }
    }

    “{ $text }”
    { $more ->
        [none] {""}
       *[other] { $more }
    }

    Shall I record it as well, so that the city keeps an eye on it?
ask-change = Which part do you want to change?
ask-change-text = All right. Write the description again.
confirm-send-first = Please choose “{ btn-send }” if it is right, or “{ btn-edit }” if something is wrong.
confirm-needless = If you mean nothing needs changing, press “{ btn-send }”. If the report need not be sent, press “{ btn-cancel }”.

## Buttons

btn-report = Make a report
btn-my-reports = My reports
btn-help = Help
btn-send = Send
btn-record = Record it
btn-edit = Change
btn-cancel = Cancel
btn-skip = Skip
btn-none-fits = Something else
btn-pick-kecamatan = Choose kecamatan
btn-no-place = I do not know
btn-other-place = Another place
btn-not-this = Not about that
btn-text = Description
btn-category = Kind
btn-place = Location
btn-photo = Photo
btn-back = Never mind
btn-yes = Yes
btn-no = No
btn-yes-report = Yes, report it
btn-new-report = New report
btn-same-report = Part of this report
btn-addition = Addition
btn-file-too = Record it too
btn-no-need = No need
btn-withdraw = Yes, withdraw
btn-keep = Keep it
btn-done = It is done
btn-not-done = Not done yet
btn-officer-accept = Take it
btn-officer-see = Show
btn-track = Follow the report

## Emergencies

danger-kebakaran = This is an emergency. Call { $dial } now (free, 24 hours) for the fire brigade. Keep away from fire and smoke.
danger-terjebak =
    { $whose ->
        [locked] Call { $dial } now (free, 24 hours) and say where it is. Our officers have been told as well. Talk to them from outside and look for whoever can open the door. If they are limp or do not move: ambulance 119.
        [other] Call { $dial } now (free, 24 hours) and say where it is. Our officers have been told as well. Do not go into the water, fire or rubble yourself; throw a rope or anything that floats if you can from a safe place.
       *[own] Call { $dial } now (free, 24 hours) and say where you are. Our officers have been told as well. Find the safest spot, and save your battery.
    }
danger-tenggelam = This is an emergency. Call { $dial } now (free, 24 hours). Do not go into fast water.
danger-kejahatan = Your safety comes first. Call the police at { $dial } now (24 hours).
danger-kecelakaan = This is an emergency. Call an ambulance at { $dial } now (24 hours). Do not move the injured unless you must.
danger-gawat_medis = This is an emergency. Call an ambulance at { $dial } now (24 hours), or go to the nearest emergency room: any of them must help first, without a deposit. If there is a seizure or a faint, turn the person on their side and put nothing in their mouth.
danger-listrik = Danger: do not touch the cable or any water near it. Call { $dial } now (free, 24 hours).
danger-gas = Get out and away now. No flames, no switches. From a safe place, call { $dial } (free, 24 hours). If it is safe, open doors and windows.
danger-keracunan = Call an ambulance at { $dial } now (24 hours), or 112. Keep what was eaten or its package for testing. Do not force vomiting, and give no drink to somebody unconscious.
danger-anak_hilang = Call the police at { $dial } or 112 now. There is no need to wait 24 hours. Tell the name, age, clothes, and where they were last seen. Have somebody stay at that place and at home.
danger-anak_ditemukan = Call 112 now (free, 24 hours), or the police at 110. Stay with the child until officers come, keep it warm, and give it to nobody else. Ill or hurt: ambulance 119.
danger-penculikan = Make sure the child or victim is with somebody they know, and do not chase anyone alone. Call the police at { $dial } (24 hours) or 112 now: tell them the place, what the people and the vehicle look like, and its plate if you saw it.
danger-gigitan = Wash the wound now with soap and running water for 15 minutes, and do not cover it tightly. Then go to the nearest puskesmas or emergency room at once to be examined and vaccinated against rabies, even if the wound is small. If it is deep, or on the head or neck: ambulance { $dial } (24 hours).
danger-tersesat = Stay calm and stay where you are. Find a guard, a police officer or a shopkeeper close by and ask them to keep you company. Call 112 (free, 24 hours) or the police at 110. Share your location here, or write the name of a market, shop or mosque you can see.
danger-kdrt =
    Nobody has the right to hurt anyone. If the danger is now, call the police at { $dial } or 112. For injuries: ambulance 119.

    For support: SAPA 129, or DP3A through this report.
danger-kekerasan_seksual =
    Thank you for having the courage to tell. It is never the victim's fault. If the danger is now, call the police at { $dial } or 112. For medical help: 119.

    For support: SAPA 129, or DP3A through this report.
danger-what-now-victim = First: be in a safe place. SAPA 129 (24 hours) listens and guides you; if the danger is now, police 110 or 112.
danger-what-now-file = Call { $dial } first: they guide you step by step. Safety comes first.
danger-other = This is an emergency. Call { $dial } now (free, 24 hours).
danger-tolong = If there is danger, call { $dial } now (free, 24 hours). What is happening, and where?
danger-tolong-again = Please call { $dial } now; our officers have been told as well. If you can, write a word or two: fire, flood, illness, crime? Or share your location.
danger-tolong-draft = If there is danger, call { $dial } now (free, 24 hours).
danger-doubt-bunuh_diri =
    { $whose ->
        [other] If they may want to hurt themselves, call 119 ext. 8 (119, then press 8); if the danger is now, 112. Do not leave them alone.

            I want to be sure they are all right. What is happening? If this is about something else, write “no”.
       *[own] If life feels too heavy, somebody is ready to listen at 119 ext. 8 (119, then press 8); if the danger is now, 112.

            I want to be sure you are all right. Would you like to tell? Just write here. If this is about something else, write “no”.
    }
danger-doubt-terjebak = If somebody is trapped or cannot get out, call { $dial } now (free, 24 hours). Is anyone in danger right now?
danger-doubt-kebakaran = If something is on fire, stay away from flames and smoke, and call 112 now (free, 24 hours). Is there a fire now?
danger-doubt-gas = If you smell leaking gas, get out, light nothing, then call { $dial } (free, 24 hours). Is that what is happening?
danger-doubt-keracunan = If somebody is poisoned, call an ambulance at { $dial }, or 112. Is anyone ill after eating, drinking or breathing something?
danger-doubt-anak_hilang = If a child or an elderly person is missing, call the police at { $dial } or 112 now. Is somebody not found yet?
danger-doubt-kdrt = If somebody is being hurt at home, call the police at { $dial } or 112; SAPA 129 gives support. Is that what is happening? What you tell is kept secret.
danger-doubt-kekerasan_seksual = If somebody was harassed or forced, it is never the victim's fault. Call the police at { $dial } or 112; SAPA 129 gives support. Is that what is happening? What you tell is kept secret.
danger-in-case = If anybody is in danger, do not wait for the officer: call { $dial } at any time.
danger-doubt-no = All right. Should there be danger later, 112 is ready at any time.
danger-bunuh_diri-own =
    Thank you for telling me. It sounds very heavy, and you do not have to carry it alone.

    Please call 119 ext. 8 (119, then press 8); somebody is there to listen. If the danger is now, call 112.

    Our officers have been told, so that one can be with you here. If you do not want that, just write “don't”. While you wait: what weighs most right now?
danger-bunuh_diri-other =
    Thank you for caring. If the danger is now, call 112 at once. Do not leave them alone, listen without blame, and keep dangerous things away if that is safe for you.

    You can both call 119 ext. 8 (119, then press 8).

    Our officers have been told. If you do not want that, just write “don't”. Where are they now, and who is with them?
listen-1 =
    { $whose ->
        [other] Noted. Stay with them and talk gently. If they move to hurt themselves, call 112. For help with talking: 119 ext. 8. How are they now?
       *[own] I am here, and I read everything. Is there somebody close who could be with you now? A human voice at 119 ext. 8 is ready to listen; if the danger is now, 112.
    }
listen-2 =
    { $whose ->
        [other] You did right to look for help. If it gets worse: 112. Somebody to talk to: 119 ext. 8. Can any family come?
       *[own] It is fine to tell it slowly. If something near you could hurt you, please put it away first. You may call 119 ext. 8 at any time, or 112. What makes today so heavy?
    }
listen-3 =
    { $whose ->
        [other] Noted. If they leave or cannot be reached, call 112 and say where they were last. 119 ext. 8 stays open. Any news?
       *[own] Thank you for still writing. A weight like this can ease, and you deserve help. Would you try calling 119 ext. 8 now? If the danger is now, 112. I stay here.
    }
listen-4 =
    { $whose ->
        [other] Stay near them if it is safe. 112 for danger, 119 ext. 8 for somebody to talk to. Write anything that should be known.
       *[own] Whatever you write, I do not judge. 119 ext. 8 or 112 are there at any time. Where are you now?
    }
listen-now =
    { $whose ->
        [other] This is danger now. Call 112 or an ambulance at 119 right away, do not leave them alone, and put dangerous things away if it is safe for you. I tell our officers again. Where are they now?
       *[own] I am worried about you. Please call 112 or an ambulance at 119 right now, or call out to somebody near and open the door. If pills, a knife or a rope are near you, move away from them first. I tell our officers again. Where are you now?
    }
listen-unanswered = I am sorry nobody answered. Try once more, or 112 (free, 24 hours), or ask somebody near to stay with you. Our officers have been told as well. I am still here.
listen-who = I am Sorot, an automatic assistant, and I pass on to our officers all you write; as soon as one answers, it comes here. A human voice is at 119 ext. 8 right now; if the danger is now, 112.
listen-no-call = All right, no officer will be connected.
listen-not-them = All right, we will not tell them. Only the officers who are with you read this.
listen-place = Thank you, I have passed the place on to the officers.
listen-better = Thank you for telling me. Whenever it gets heavy again, write here, or call 119 ext. 8 and 112.
rescue-where = Where are you? Share your location, or write the address and a landmark.
rescue-where-again = Noted. One more thing so that you are found fast: which street, RT/RW or kelurahan? You can also share your location. Meanwhile keep calling { $dial }.
rescue-safe = Good to know you are safe. If anything changes, call 112 or write here.
rescue-more-1 = Passed on to the officers. Keep calling { $dial }, and write when anything changes.
rescue-more-2 = Added, the officers read it. If you did not get through, try { $dial } again.
rescue-more-3 = Received and passed on. Try to stay where you can be seen, and call { $dial } again if it gets worse.
filed-quiet =
    Your report has arrived{ $secret ->
        [yes] {" "}and is kept secret: only the officers in charge read it
       *[no] {""}
    }.

    Number: { $number }
    Handled by: { $agency }
    Answered by: { $first }

    I will tell you here of every step. More to tell? Just write.
filed-rescue =
    Your position and words have been passed on to the officers (number { $number }). Keep calling 112.

    Whatever you write from here on reaches the officers at once.
emergency-file = Once you have called and are safe, I can file a report as well. Shall I?
emergency-file-secret = Shall I pass it on to the officers who give support? The report is secret: only the officers in charge read it, it is on no public page. No picture is needed.
link-unread = I cannot open that map link.
nothing-open = All right. If there is anything to report, just write here.
missing-found = Thank goodness. If there is anything else you need, just write here.
danger-not-over = Noted, and passed on to the officers. If help has not come, call { $dial } once more.
help-called = Good. I noted it and passed it on to the officers.
victim-comfort = There is nothing to be ashamed of, and this is not your fault. Tell only as much as you want; only the officers who support you read it.
danger-was-none = Good that it was not. The officers have been told as well.
emergency-no-file = All right. Your safety comes first. If you need it later, just write here.
secret-by-nature = I have made this report secret: only the officers in charge read it, it is on no public page.
grief-help = If something has to be arranged, such as a death certificate, the family card or a burial, just write it here.
condolence = My condolences. May your family find strength.
notice-officer = { $text }
notice-operator =
    Officer ({ $name }):

    “{ $text }”
btn-safe = I am safe

## After sending

filed =
    Thank you, your report is in.

    Number: { $number }
    Handled by: { $agency }
    Answered by: { $first }
    To be done by: { $due }

    I will tell you here about every step. Want to add something or send a photo? Just send it.
filed-aspirasi =
    Thank you, your proposal is recorded under number { $number } and passed to { $agency }. You will hear from them by { $first }.
    { $others ->
        [0] {""}
       *[other] This month { $others } other residents have proposed the like.
    }
filed-permintaan =
    Thank you, your question is passed to { $agency } under number { $number }. It will be answered by { $first }.
filed-referred =
    I recorded it under number { $number }, so that the city keeps an eye on it. { $contact ->
        [none] In charge: { $agency }.
       *[other] { $contact }
    }
filed-already = That report has already been sent, under number { $number }. There is no need to send it again.
parked-next = Now let us go on with your other report: “{ $text }”.
parked-kept = I keep the other report for later. Let us finish this one first and then go on with it.
other-report = This sounds like something else. Is it a new report, or part of the one we are filling in?
same-report-kept = All right, I added it to the description.
story-too-long = That is a very long story: I kept the first { $limit } characters, not the rest. Send the most important part again once the report is filed and I will add it.
draft-dropped = All right, the report that was not sent is cancelled. Write again whenever you like.
draft-resumed = All right, we go on with the report from before.
ask-drop = Do you want to cancel the report we are filling in?
wrong-chat = No harm done. If there is something to report one day, just write it here.
maybe-over = Good to hear that it is settled.
photo-later = Fine, the photo may follow at any time.
never-mind = All right, never mind. Just write if there is anything else.
nothing-to-cancel = There is no report being filled in. Just write if you want to report something.

## Adding

added = I added it to report { $number }. { $agency } can read it right away.
added-referred = I added it to our note of report { $number }. { $agency } handles it, so please tell them too.
added-answer = Thank you, I passed your answer on to { $agency } (report { $number }).
ask-add = Is this an addition to report { $number } ({ $category }), or a new report?
ask-add-which = Which report does this belong to?
add-closed = Report { $number } is { $status }, so nothing can be added. If the problem is still there, please make a new report.

## Checking

status-report =
    Report { $number }: { $category }{ $area ->
        [none] {""}
       *[other] , { $area }
    }
    State: { $status }
    Handled by: { $agency }
    { $stage ->
        [wait] Answered by: { $when }
        [work] To be done by: { $when }
        [ask] The officers are waiting for your answer. Just write it here.
        [check] The officers report that the work is done. We check the result first and tell you here.
        [done] Done: { $when }
       *[end] {""}
    }
status-why = In the officer’s words: { $why }
status-promised = { $over ->
    [yes] An officer promised { $when }. That time is over, and we have not heard that the promise was kept.
   *[no] Promised by an officer: { $when }
}
status-line = • { $number }, { $category }: { $status }
status-list = Your reports:
status-list-more = Write a number to see its details.
status-none-urged = There is no report of yours here, so I cannot see the earlier one. Do you have its number (BKS-…)? Write it here. If not, tell me the problem and I will note it now.
report-elsewhere = Reports made by other channels do not come in here, so I cannot see it. Tell me the problem once more and I will pass it on.
status-none = You have no report here yet. Just tell me what is wrong if you want to report something.
status-not-here = You have no report here yet, so I cannot see the earlier one.
status-none-sent = None of your reports has been sent yet. We are still filling in this one:
status-unknown = I cannot find { $number } among your reports. Please check the number. Other people's reports open only with their link.
status-menunggu = Waiting
status-diproses = In progress
status-koordinasi = Being coordinated between agencies
status-menunggu_warga = Waiting for your answer
status-diperiksa = The result is being checked
status-selesai = Done
status-ditutup = Done and closed
status-dirujuk = Referred to another body
status-ditolak = Cannot be acted on
status-duplikat = Joined with a report of the same matter
status-ditarik = Withdrawn by the reporter

## Withdrawing

mended = Good to hear. It is noted in report { $number }; { $agency } reads it.
ask-withdraw = Withdraw report { $number } ({ $category })? Nobody will work on it any more.
ask-withdraw-which = Which report do you want to withdraw?
withdrawn = Report { $number } is withdrawn. Thank you for telling us.
not-withdrawn = All right, report { $number } goes on.
cannot-withdraw = Report { $number } is { $status }, so it can no longer be withdrawn.

## Is it done?

accepted = Thank you for checking. We close report { $number }. If it breaks again within { $days } days, write “buka lagi”.
ask-reopen = Sorry that it is not done. What is still missing? Write it here and I pass it on to the officers.
reopened = All right, report { $number } is open again and { $agency } has been told.
reopen-late = Report { $number } was finished more than { $days } days ago. Please make a new report and we start afresh.
already-answered = Thank you, we already have your answer about report { $number }.

## Messages that cannot be read

only-signs = Thank you. I cannot read emoji yet; please write it in words.
only-sticker = Thank you. I do not understand stickers yet; please write what is wrong.
only-voice = Sorry, I could not keep that voice message. Please write it in words.
only-video = Sorry, I cannot take videos yet. Please send a photo or write.
only-contact = Thank you, but there is no need to send contacts. Please write what is wrong.
only-document = Sorry, I can only take photos, not documents. Send it as a photo or write what it says.
only-edited = I cannot read changed messages yet. If something needs correcting, please write it as a new message.
caption-read = Sorry, I cannot take { $kind ->
    [video] the video
    [document] the file
    [voice] the recording
   *[other] that
 } yet. I do read the words beside it.
only-other = Sorry, I cannot read this kind of message yet. Please write it in words.
old-button = That button belongs to an earlier message, so I did nothing.
went-wrong = Sorry, we could not handle your last message. Our staff will look into it. You may write again, or call 112 in an emergency.
something-changed = Report { $number } has just changed, so that could not be done. Write “{ $number }” to see how it stands.

## News from the officers

notice-answer =
    Answer from { $agency } about report { $number }:

    “{ $text }”
notice-question =
    { $agency } asks about report { $number }:

    “{ $text }”

    Reply here; your answer goes straight to the officer.
notice-status =
    News of report { $number }: it is now { $status }. Handled by { $agency }.
    { $reason ->
        [none] {""}
       *[other] Note: { $reason }
    }
notice-forwarded =
    Report { $number } was passed on from { $from_agency } to { $agency }.
    { $reason ->
        [none] {""}
       *[other] Reason: { $reason }
    }
notice-moved =
    We are sorry, report { $number } cannot be done by the promised date. { $agency } now aims for { $date }.
    { $reason ->
        [none] {""}
       *[other] { $reason }
    }
    We will keep you posted here.
notice-category =
    We corrected the kind of report { $number } to { $category }. { $agency } handles it now.
    { $contact ->
        [none] {""}
       *[other] { $contact }
    }
notice-joined =
    Report { $number } is about the same matter as one we already have, so we handle them together. Your number stays valid, and I will tell you here of every change.

    Status: { $status }
    Handled by: { $agency }
notice-parted = Report { $number } is handled by itself again. Its status is { $status }, handled by { $agency }.
notice-split =
    Report { $number } tells of several matters, so we parted them and each goes to whoever handles it:

    { $list }

    You need not send anything again. I will tell you here of every change.
notice-bundle =
    News from { $agency } about { $title }, which concerns report { $number }:

    “{ $text }”
notice-supporter-bundle =
    News from { $agency } about { $title }, which concerns report { $number } that you support:

    “{ $text }”
notice-result = This photo shows what { $agency } has done about report { $number }.
notice-reminder =
    Just a reminder: { $agency } is still waiting for your answer about report { $number }.

    “{ $text }”

    Simply reply here, so that the work can go on.
notice-closed = We have closed report { $number }, because it was finished two weeks ago. If the trouble comes back, just make a new report.
notice-done =
    { $agency } has finished report { $number }.
    { $reason ->
        [none] {""}
       *[other] Note: { $reason }
    }

    Is it really done?

## Web chat

web-too-big = The photo is too large. 10 MB at most.
web-not-picture = That file is not a photo. Send a JPG, PNG, WebP or HEIC photo.
web-broken-picture = The photo is damaged and cannot be opened. Try another one.
web-moving-picture = Moving pictures cannot be taken yet. Send an ordinary photo.
web-empty = The message is empty. Please write something first.
web-bad-message = That message cannot be read. Reload the page and try again.
web-message-too-big = The message is too long. Please make it shorter.
web-same-id = Sorry, this message was not stored. Please write it once more.
web-too-fast = Your messages come too fast. Wait a moment and send again.
web-foreign = This request did not come from our page, so nothing was done.
web-no-session = This chat has not begun on this device. Open the front page and start again.
web-bad-link = That chat link has been used or has expired. Please make a new one on your other device.
web-photo-gone = The photo was not found. Please send it again.
web-photos-busy = Many photos are coming in. Yours was not sent yet, please try again in a moment.
web-busy = It is very busy right now. Wait a moment and try again.
web-chat-here = There is another chat on this device already, so we did not replace it. To move, leave this chat first.
web-no-device = That device is no longer connected to this chat.
web-push-ready = There is an answer for you. Open the chat to read it.
web-push-unknown = This browser uses a notification service we do not know.

## Telegram

telegram-share-location = 📍 Send my location
telegram-or-location = Are you there now? Tap “{ telegram-share-location }” below.
telegram-group = Sorry, I only take reports in private chats. Open my profile and send me a message there.
photo-refused = The photo you sent for report { $number } could not be opened. Please send it here again.
photo-refused-early = The photo you just sent could not be opened, so it is not kept yet. Please send it here again.
voice-refused = The voice message for report { $number } could not be opened. Please send it again or write it down.
voice-refused-early = The voice message you just sent could not be opened, so it is not kept yet. Please send it again or write it down.
telegram-menu-laporan = See my reports
telegram-menu-peringatan = Follow flood warnings
telegram-menu-privasi = My personal data
telegram-menu-batal = Cancel what is being filled in
telegram-menu-bantuan = How to report

whatsapp-choose = Choose
whatsapp-more = More choices:
whatsapp-no-picture = The photo can be seen on the report's page.
whatsapp-or-location = Are you there now? Tap the button below to send your location.

## The unexpected

voice-kept = I have kept your voice message for the officer. Please also write a few words.
voice-added = I have added your voice message to report { $number }.
voice-heard = I heard: “{ $text }”
voice-says = Said in the voice message: “{ $text }”
ask-what-voice = I have kept your voice message for the officer. Please write briefly: what happened, and where?
edited-draft = I have noted your change.
edited-report = I have added your change to report { $number }.
correction = Correction: { $text }

## Manners and limits

rude = I understand that you are upset. I am still here to help: tell me what needs fixing, in kind words, please.
door-limit = A great deal is being sent from your network, so I have not sent this one yet. It is kept; try again in about { $minutes } minutes. In an emergency, call 112.
day-limit = You have sent { $count } reports today. The next one can be sent tomorrow. In an emergency, call 112.
too-fast = Slowly, please. You have sent a great many messages, so I do not answer each of them. All of them are kept; wait about { $minutes } minutes, then write again. In an emergency, call 112.
blocked =
    Sorry, this account is blocked, so its messages are not processed.
    { $reason ->
        [none] {""}
       *[other] The reason: { $reason }
    }

    Do you object? { $appeal } In an emergency, call 112.
unblocked = This account is no longer blocked. You can report again as usual.

## Summing up

confirm-photos = Photos: { $count }
confirm-photo-welcome = Do you have a photo? You may send it now.
identity-anonim = Identity: anonymous (nobody sees your name and contact)
identity-rahasia = Identity: confidential (the report is on no public page)
identity-called = In the name of: { $name }
ask-identity =
    How shall this report be sent?

    • Anonymous: nobody sees your name and contact, not even the officers.
    • Confidential: only officers read your report, it is on no public page.
ask-name = What is your name?
ask-name-again = Just write the name, for example “Siti Aminah”.
noted-anonim = All right, this report is anonymous: nobody sees your name and contact, not even the officers.
noted-rahasia = All right, this report is confidential: only officers read it, it is on no public page.
noted-biasa = All right, this report is sent as usual.
noted-called = All right, this report is in the name of { $name }.
noted-number = { $noted } (report { $number })
btn-identity = Identity
btn-name = Name
btn-anonim = Anonymous
btn-rahasia = Confidential
btn-biasa = As usual

## Questions of a kind of matter

detail-gone = That question is no longer needed. Choose “{ btn-skip }” to go on.
detail-again-choice = Please choose one of these, or “{ btn-skip }” if you do not know.
detail-again-number = A number is enough, or choose “{ btn-skip }” if you do not know.
detail-again-text = Sorry, I did not get the answer. If you do not know, choose “{ btn-skip }”.
ask-photo-place = From the photo, it is in { $place }. Is that right?
btn-right-place = Right
btn-wrong-place = No

## Reported already

ask-similar =
    It seems another resident has reported this already:

    Report { $number }: { $category }
    { $metres ->
        [-1] At the same place
       *[other] About { $metres } m from your location
    }
    State: { $status }
    Filed: { $days ->
        [0] today
        [1] yesterday
       *[other] { $days } days ago
    }

    If it is the same, just support that report: officers read your words too, and I tell you of every change.
ask-similar-own =
    It seems you have reported this already:

    Report { $number }: { $category }
    { $metres ->
        [-1] At the same place
       *[other] About { $metres } m from that location
    }
    State: { $status }
    Filed: { $days ->
        [0] today
        [1] yesterday
       *[other] { $days } days ago
    }

    Shall I add this to that report?
supported =
    Thank you, you now support report { $number }. { $count ->
        [1] You are its first supporter.
       *[other] { $count } residents support it.
    }

    State: { $status }
    Handled by: { $agency }

    I tell you of every change here. If you no longer want that, write “berhenti mendukung”.
added-there = All right, added to report { $number }.
support-line = • { $number }, { $category }: { $status } (supported by you)
support-list = Other residents' reports that you support:
support-card = This is another resident's report, and you support it.
support-stopped = All right, you no longer support report { $number }, so I will not tell you of it any more.
support-none = You are not supporting report { $number }.
support-nothing = You are not supporting another resident's report.
support-which = You support several reports: { $numbers }. Write “berhenti mendukung” and the number.
btn-join = Support this report
btn-apart = File my own
btn-add-there = Add to that one
btn-unsup = Stop supporting
notice-supporter-status =
    News of report { $number }, which you support: now { $status }. Handled by { $agency }.
    { $reason ->
        [none] {""}
       *[other] Note: { $reason }
    }
notice-supporter-forwarded = Report { $number }, which you support, was forwarded from { $from_agency } to { $agency }.
notice-supporter-moved =
    Report { $number }, which you support, cannot be done by the promised date. { $agency } now aims for { $date }.
    { $reason ->
        [none] {""}
       *[other] { $reason }
    }
notice-supporter-category = The kind of report { $number }, which you support, was corrected to { $category }. Now handled by { $agency }.
notice-supporter-done =
    Report { $number }, which you support, was completed by { $agency }.
    { $reason ->
        [none] {""}
       *[other] Note: { $reason }
    }

    If you think it is not done, just file a new report here.
notice-supporter-reopened = Report { $number }, which you support, was reopened because it is not done. Handled by { $agency }.
notice-supporter-withdrawn = Report { $number }, which you support, was withdrawn by its reporter. If the trouble is still there, just file a new report here.

## Neighbours asked

notice-neighbour =
    { $own ->
        [ya] Your report { $number }
       *[other] Report { $number }, which you support
    }, { $category }{ $place ->
        [none] {""}
       *[other] {" "}in { $place }
    }: { $agency } says that the work is done.

    Before it counts as finished: do you find it done? Your name is not shown.
btn-near-stop = Do not ask again
near-done = Thank you, I noted your answer on report { $number }: done.
near-not-done = Thank you, I noted your answer on report { $number }: not done. An officer looks at it again.
near-kept = Thank you, I passed on your answer on report { $number }: not done. An officer looks at it again.
near-skipped = All right, thank you. An officer looks at it again.
near-over = Thank you. The question about report { $number } is closed, so this answer no longer counts. If the trouble is still there, just file a new report here.
near-stopped = All right, you will not be asked about the results of others' reports again.
ask-neighbour-why = Thank you, I noted your answer on report { $number }: not done. What is missing? A few words or a photo are enough, so that the officer knows what to look at.
again-neighbour-why =
    { $times ->
        [1] Which part is not done? “{ btn-skip }” is fine too.
       *[2] One sentence or one photo is enough, or press “{ btn-skip }”.
    }

## Several matters at once

ask-matters =
    I understand { $count ->
        [2] two matters
        [3] three matters
        [4] four matters
       *[other] { $count } matters
    }:

    { $lines }

    Shall each become a report of its own, so that it reaches its agency directly?
btn-split = Yes, separate
btn-one-report = Just one report

## Outside, with a neighbour

outside-neighbour =
    That place is outside { $city }, so our agencies cannot handle it. { $contact }

    Shall I record it too, so that the city keeps an eye on it? If I am mistaken, tell me the right place.

## Flood warnings

notice-warning =
    { $drill ->
        [1] DRILL. This is no real flood, you need not do anything.
       *[other] Flood warning:
    } Siaga { $level } at { $gauge }. The water stands at { $height } ({ $clock }).
    { $hours ->
        [none] Be careful in: { $areas }.
       *[other] It may reach { $areas } in { $hours } hours at the earliest.
    }

    { $level ->
        [1] Move to higher ground now. Take important papers and medicine.
        [2] Lift belongings and papers, pack an emergency bag and be ready to leave.
       *[other] Stay alert, and move valuables to a higher place.
    }

    Need help? Call 112, free, day and night. No more warnings? Write “berhenti peringatan”.

    Has water come in where you are?
notice-warning-withdrawn =
    { $drill ->
        [1] DRILL. The drill's warning from { $gauge } is taken back: “{ $reason }”. You need not do anything. In a real flood, call 112 if you are in doubt.
       *[other] Our flood warning of Siaga { $level } at { $gauge } is taken back, because it was wrong: “{ $reason }”. Sorry for the worry. If there is danger, we will tell you again.

    Is the water rising where you are? Get to safety first, then write here or call 112.
    }
notice-early =
    { $drill ->
        [1] DRILL. This is no real flood, you need not do anything.
       *[other] Early flood warning for Kel. { $area }.
    } Siaga { $level } at { $gauge }: the water stands at { $height } ({ $clock }).
    { $hours ->
        [none] {""}
       *[other] It may reach Kel. { $area } in { $hours } hours at the earliest.
    }

    { $level ->
        [1] Move to higher ground now. Take important papers and medicine.
        [2] Lift belongings and papers, pack an emergency bag and be ready to leave.
       *[other] Stay alert, and move valuables to a higher place.
    }

    Need help? Call 112, free, day and night. You get this because you once reported from this area. No more of these? Write “berhenti peringatan”.

    Has water come in where you are?
notice-early-clear =
    { $drill ->
        [1] The DRILL is over. Thank you for taking part.
       *[other] All clear: the water at { $gauge } is back to normal ({ $height }, { $clock }). The warning for Kel. { $area } is over. Take care when cleaning up, and make sure the electricity is safe before you switch it on.
    }
btn-water-none = Not yet
btn-water-low = Yes, below the knee
btn-water-high = Yes, knee or more
water-none = Good. Keep an eye on the water; if it comes in, press the button again.
water-low = Thank you, it is on our map now. Switch off the electricity downstairs and lift your belongings. If it rises, press the button again.
water-high = Thank you, it is on our map now. If you need to be picked up or somebody is in danger, call 112 now, or write “tolong” here.
notice-warning-over =
    { $drill ->
        [1] The DRILL is over. Thank you for taking part.
       *[other] Good news: the water at { $gauge } is back to normal ({ $height }, { $clock }). The warning for { $areas } is over.
    }
ask-watch = Flood warnings for which area? Write the name of the kelurahan, share a location, or choose the kecamatan.
ask-watch-kelurahan = Which kelurahan exactly?
watch-outside = Sorry, that place is outside { $city }, so I cannot watch it yet.
watching =
    All right, I will tell you when water may reach { $areas }.
    { $now ->
        [none] {""}
       *[other] Right now: { $now }. Stay alert, and call 112 if you need help.
    }
watching-no-gauge = All right, I have noted { $areas }. There is no water gauge for it yet; once there is, I will tell you.
watch-already = You already get flood warnings for { $areas }.
watch-list =
    I tell you when water may reach:
    { $lines }

    Write “ikuti peringatan” and a kelurahan to add one, or “berhenti semua” to end all.
poll-none = There is no poll at the moment. Do you have a proposal? Just write it here.
poll-over = That poll does not exist or is over. Results are on the page Aspirasi.
poll-list =
    The city is asking:
    { $lines }

    Choose the one you want to answer.
poll-ask =
    { $question }
    { $lines }

    One person, one vote. Your choice is shown to nobody. It ends { $closes }.
poll-taken = Thank you. Your choice: { $choice }. You can change it until { $closes }; the result appears on the page Aspirasi after that.
watch-none = You follow no flood warnings, and I will send you none.
watch-stopped = All right, no more warnings for { $areas }.
watch-stopped-all = All right, no more flood warnings for you.
watch-later = Let us finish this one first. Then write “peringatan” again.
watch-offer = Shall I tell you when river water may reach { $area }?
btn-watch = Yes, tell me
btn-watch-more = Add a kelurahan
btn-watch-stop = Stop { $area }
btn-watch-stop-all = Stop all

## Rating

ask-rating = How well was the work for report { $number } done?
btn-star-5 = 5 Very good
btn-star-4 = 4 Good
btn-star-3 = 3 Fair
btn-star-2 = 2 Poor
btn-star-1 = 1 Bad
rated =
    { $stars ->
        [1] Thank you, you gave 1 of 5. Sorry that it disappointed you. The agency is told of it.
        [2] Thank you, you gave 2 of 5. The agency is told of it.
       *[other] Thank you, you gave { $stars } of 5.
    }
rating-changed = All right, your rating of report { $number } is now { $stars } of 5.
rating-skipped = All right, never mind. Thank you for reporting.
rated-before = Your rating of report { $number } is already noted.
rate-late = Report { $number } was finished more than { $days } days ago, so it can no longer be rated.
rate-not-done = Report { $number } is not finished, so it cannot be rated yet.
btn-reopen = Reopen
closed-already = Report { $number } is closed already. Thank you.
verdict-half = Thank you for being frank. May it be closed, or is there something left to do? To rate it, write “rating 3”.
verdict-number = If { $stars } is your rating, write “rating { $stars }”. As for the work: is it done, or not yet?
reopen-which = Which report shall be reopened: { $numbers }? Write “buka lagi” and its number.

## Personal data

consent = We keep the messages, photos and places you send to deal with your reports and to tell you about them; by going on you agree. Write “data saya” at any time to see them, or “hapus data saya” to erase them.
privacy =
    Your data is used only to deal with reports. Your name and number are never shown to the public.

    • Write “data saya” to see all that we keep.
    • Write “hapus data saya” to erase it.
data-held =
    What we keep about you:
    { $name ->
        [none] {""}
       *[other] • Name: { $name }
    }
    • { $reports } reports
    • { $messages } messages
    • { $files } photos or voice messages
    • { $supports } reports of others that you support
    • { $watched } kelurahan whose warnings you follow

    All of it is behind this link. It works once, within the hour; do not share it.
data-looks =
    { $count ->
        [0] No officer has opened your name and contact so far.
       *[other] Officers opened your name and contact { $count } times. The last:
    }
data-look =
    • { $when }: { $role ->
        [kepala] head of an agency
        [lurah] head of a kelurahan
        [operator] operator of the POC
        [pimpinan] city leadership
        [admin] admin
       *[petugas] officer
    }{ $agency ->
        [none] {""}
       *[other] , { $agency }
    }
ask-erase =
    Shall all your data be erased? Your name, number, messages, voice messages, support and warnings are erased and cannot be brought back.

    Your reports go on, but without your name; we can no longer send you news of them.
not-erased = All right, your data is kept.
data-erased = Your data has been erased. This message is the last one, and is erased once it is sent. Thank you for looking after the city. If you write again, we start afresh.
btn-data = Download my data
btn-privacy = Privacy
btn-erase = Yes, erase all
btn-keep-data = No

## Questions put again, never in the same words

again-what =
    { $times ->
        [1] Tell me first what happened, one sentence is enough. If you changed your mind, write “cancel”.
       *[2] I am ready to write it down: what is broken, or in the way? Just say it as you would to a friend.
    }
again-category-open =
    { $times ->
        [1] One more sentence will do: what is broken, smells, is noisy, or does not work? If you are not sure, press “{ btn-none-fits }”.
       *[2] Never mind if it is hard to say: press “{ btn-none-fits }”, and an officer will read it.
    }
again-category =
    { $times ->
        [1] Pick the nearest, or “{ btn-none-fits }”; an officer will make sure.
       *[2] Not sure which? Press “{ btn-none-fits }”, the report goes on all the same.
    }
again-place =
    { $times ->
        [1] So where is it? The kelurahan or the estate is enough. If you do not know, press “{ btn-pick-kecamatan }”.
       *[2] I need the place so that nobody goes to the wrong one. Name the kelurahan, the street, or something near it.
    }
again-kecamatan =
    { $times ->
        [1] Pick the kecamatan below, or “{ btn-no-place }” if you are not sure.
       *[2] Which kecamatan is the likeliest? Not knowing is fine too: press “{ btn-no-place }”.
    }
again-kelurahan =
    { $times ->
        [1] Which kelurahan? Pick one below, or “{ btn-no-place }”.
       *[2] Only the kelurahan is missing. If unsure press “{ btn-no-place }” and the report goes on.
    }
again-outside =
    { $times ->
        [1] I still read that place as outside the city. If that is wrong, write the right one.
       *[2] If it is in this city, name the kelurahan. If not, press “{ btn-cancel }”.
    }
again-photo-place =
    { $times ->
        [1] So is it where the photo says? Answer “yes” or “no”.
       *[2] Press “{ btn-right-place }” if it is there, or write the right place.
    }
again-detail =
    { $times ->
        [1] Still open: { $question } Not sure? Press “{ btn-skip }”.
       *[2] You may skip it if you do not know. { $question }
    }
again-photo =
    { $times ->
        [1] Send the photo now, or press “{ btn-skip }”.
       *[2] It works without a photo too: press “{ btn-skip }”.
    }
again-similar =
    { $times ->
        [1] So is it the same as that report, or shall I make your own?
       *[2] If unsure just press “{ btn-apart }”, that is fine.
    }
again-confirm =
    { $times ->
        [1] The report stands as before. If it is right, press “{ btn-send }”.
       *[2] All that is left is to send it. Something wrong? Press “{ btn-edit }”.
    }
again-change =
    { $times ->
        [1] What shall be changed? If nothing, press “{ btn-back }”.
       *[2] Pick one: the words, the kind, the place, the photo, or the name.
    }
again-identity =
    { $times ->
        [1] Pick one: a name, anonymous, secret, or as usual.
       *[2] If nothing needs changing, press “{ btn-back }”.
    }
again-name =
    { $times ->
        [1] Which name shall I use? If you would rather not say, press “{ btn-back }”.
       *[2] A first name will do, or press “{ btn-back }”.
    }
again-listen = I am still here. 119 ext. 8 to be listened to, 112 if the danger is now. Write anything.
again-doubt =
    { $times ->
        [1] Are you or somebody else in danger? If so, call 112 now. If not, write “no”.
       *[2] 112 is there day and night. Write “yes” if there is danger, or “no”; what you told is kept.
    }
again-cry =
    { $times ->
        [1] Call 112 if there is danger. Just write briefly: what is happening?
       *[2] I am ready to help. A word or two is enough, such as “fire” or “lamp out”. Danger: 112.
    }
again-rescue =
    { $times ->
        [1] Where are you? Share your location, or name the street and kelurahan. Keep calling 112.
       *[2] A street or the nearest landmark is enough. If you do not know, press “{ btn-no-place }”. 112 stays ready.
    }
again-emergency =
    { $times ->
        [1] Once you have called and are safe: shall I file it as well?
       *[2] Safety first. I file the report when you press “{ btn-file-too }”.
    }
again-other =
    { $times ->
        [1] So is that a new report, or a part of this one?
       *[2] Choose “{ btn-new-report }” if it is something else, or “{ btn-same-report }”.
    }
again-maybe =
    { $times ->
        [1] Shall I make a report to the city of it? Answer “yes” or “no”.
       *[2] If the city should deal with this, press “{ btn-yes-report }”.
    }
again-add =
    { $times ->
        [1] Shall that be added to the old report, or become a new one?
       *[2] Pick one below; your words are kept.
    }
again-withdraw =
    { $times ->
        [1] Withdraw it, or let it run? Answer “yes” or “no”.
       *[2] If unsure press “{ btn-keep }”; the report goes on.
    }
again-drop =
    { $times ->
        [1] Shall I drop it? Answer “yes” or “no”.
       *[2] Press “{ btn-no }” to go on with the report.
    }
again-reopen =
    { $times ->
        [1] Say in a few words what is not done, so that the officer knows. If you changed your mind, press “{ btn-back }”.
       *[2] What is still broken or missing? One sentence is enough, or press “{ btn-back }”.
    }
again-rate =
    { $times ->
        [1] How many, from 1 to 5? You may skip it.
       *[2] Press one of the numbers, or “{ btn-skip }”.
    }
again-watch =
    { $times ->
        [1] Which kelurahan's water shall I watch? If you changed your mind, press “{ btn-back }”.
       *[2] Name the kelurahan or pick a kecamatan below; “{ btn-back }” is fine too.
    }
again-watch-area =
    { $times ->
        [1] Pick the kelurahan below, or “{ btn-back }”.
       *[2] Which kelurahan? If you changed your mind, press “{ btn-back }”.
    }
again-erase =
    { $times ->
        [1] Are you sure that all your data shall be erased? Answer “yes, erase” or “no”.
       *[2] If unsure press “{ btn-keep-data }”; nothing is erased.
    }
again-matters =
    { $times ->
        [1] Separate reports, or just one?
       *[2] Press “{ btn-split }” or “{ btn-one-report }”.
    }

## Questions in the middle

later-wait =
    { $times ->
        [1] All right, I will wait. What you told me is kept; go on here whenever you like, or write “cancel” if you changed your mind.
       *[2] No hurry, I keep this report. If you changed your mind, write “cancel”.
    }
later-idle = All right. Write here whenever you are ready.
officer-called =
    All right, I have asked an officer to read this conversation. The answer comes here too.{ $number ->
        [none] {""}
       *[other] {" "}I mentioned report { $number }.
    }
urged = Sorry that you have to wait. I have reminded { $agency } of report { $number }. This is how it stands:
urged-early = Your report has only just come in. I have reminded { $agency } all the same, and I send you every news here. This is how it stands:
span = { $unit ->
        [hari_kerja] { $amount ->
            [one] one working day
           *[other] { $amount } working days
        }
        [jam_kerja] { $amount ->
            [one] one office hour
           *[other] { $amount } office hours
        }
       *[jam] { $amount ->
            [one] one hour
           *[other] { $amount } hours
        }
    }
aside-how-long =
    { $promise ->
        [none] That depends on the matter. Once it is filed I tell you by when, and all news comes here.
       *[other] The target is { $promise } from filing, and all news comes here.
    }
aside-outside =
    { $contact ->
        [none] That place lies outside the city, so its own local government takes care of it.
       *[other] { $contact }
    }
aside-who =
    { $agency ->
        [none] The responsible office reads it; I will name it as soon as the kind is clear.
       *[other] In charge: { $agency }.
    }
ahead-how-long =
    { $promise ->
        [none] It depends on the matter. Once your report is in, I write who deals with it and by when you are answered. Do you want to report something? Tell me what happened and where.
       *[other] The aim is { $promise } after your report is in, and I send you all news here. Handled by: { $agency }. Do you want to report it? Write where it is.
    }
ahead-hours =
    { $agency ->
        [none] The city's offices work { $hours }.
       *[other] { $agency } works { $hours }.
    } Counters, health centres and mobile services may have hours of their own; do you need to be certain? Press “{ btn-report }” and I pass your question on. You can report here at any hour.
aside-readers = Officers of the office in charge read it, not only a machine. Your name and number are not shown in public.
aside-typing = That is fine, a word or two are enough, for example “lamp dead, Kranji”. Shall a person help? Write “officer”.
aside-unanswered = Sorry that you have to wait. Try again in a while, or 112 (free, 24 hours) if it is dangerous. What you write here is noted all the same.
aside-lost-vehicle-told = I hope it is found soon. As the police know of it, ask that station with the number of your report, or call 110.
kind-is-so = Yes, that is its kind.
aside-needs = No identity card and no account are needed. Just tell what happened and where.
aside-cost = Reporting is free, there is nothing to pay.
aside-privacy =
    { $privacy ->
        [rahasia] This report is confidential: only the officers in charge read it, it is on no public page. If they shall not see your name either, write “anonim”.
        [anonim] It is safe. This report is anonymous: nobody sees your name or contact, not even officers.
       *[biasa] Your name and number are never shown to the public. If officers shall not see them either, write “anonim”.
    }
aside-accused =
    The office or person you report cannot read this, only the officers in charge can. { $privacy ->
        [anonim] Nobody sees your name or contact either.
       *[other] If they shall not see your name either, write “anonim”.
    }
filed-ok = All right. I send you all news of report { $number } here.
after-page = If the page does not open, you can see how it stands here at any time: write “my reports”.
aside-grade = Thank you. Once the work is done, I will ask for your rating here.
aside-wish = All right. Report { $number } has its deadline, and I send you all news here.
aside-more = Please send it here, I add it to report { $number } at once.
aside-office = This kind of matter is dealt with by { $agency }. If it turns out to be another office's, an officer passes it on, and I tell you.
aside-threatened = That must not happen. If you feel threatened, call the police at { $dial } (24 hours). I make report { $number } anonymous: nobody sees your name. I add this threat to it, and our officers are told.
danger-victim-no-police = All right, I write down that you do not want the police involved. Only the officers in charge read it. If your life is in danger, 110 and 112 are always there.
danger-victim-alone = You are not alone. SAPA 129 (24 hours) listens and supports you; if the danger is now, call the police at 110, or 112.
danger-victim-shelter = For a safe place, call SAPA 129 (24 hours) and say that you cannot go home; if the danger is now, call the police at 110, or 112. I pass this on to the officers too.
danger-victim-who = DP3A is the city's office that supports victims of violence, free of charge. Its officers read this report and answer in this chat.
danger-victim-choice = That is fine, it is for you to decide. The report has gone to no office; only our officers on duty have seen what you wrote. SAPA 129 (24 hours) will listen at any time; if the danger is now, 110 or 112.
aside-may = Yes, this is the right place. Just tell me, and it goes to the office in charge.
aside-pet = I hope it gets well soon. For a pet that is ill, a vet nearby can help. If a stray animal bites, or many animals die suddenly, report it here.
aside-lost-pet = I hope it turns up soon. We cannot look for a lost pet; try neighbours, security guards and local groups. If it is stuck and needs rescuing, just write here.
aside-lost-thing = I hope you find it soon. We cannot look for lost things; try asking the staff at that place. A letter of loss is made at the nearest police station. If your KTP or KK is gone too, write “my KTP is lost” here.
aside-lost-vehicle = A missing vehicle is for the police: call 110 now, then report it at the nearest polsek with its papers (STNK or BPKB). If the place has cameras, ask for the recording to be kept.
aside-robot = I am Sorot, the automatic assistant of { $city }. Real officers read the reports. Want to talk to one? Write “petugas”.
aside-photo = A photo is not required. It helps to find the place; if you have none, skip it.
aside-optional = It is not required. If you know it, officers find the spot sooner; if not, skip it.
aside-track = Once it is filed all news comes here. You can check at any time: write “status”.
aside-next = Once it is filed you get a number, an officer reads it, and the news comes here.
aside-hours = You can report around the clock. Officers answer during office hours; in an emergency call 112.
aside-not-sent = This one has not been sent yet. As soon as you press “{ btn-send }” it reaches the office, with a date by which it must be answered.
aside-why = So that it reaches the right officer and nobody has to ask you twice.
aside-wrong-office = If it turns out to be another office, officers pass the report on to it, and I tell you.
aside-quake = Certain news of earthquakes is at BMKG (bmkg.go.id, the Info BMKG app). If it shakes again: cover your head, keep off glass, then go outside to open ground. Somebody hurt, a building damaged? Call 112, and write the place here.
aside-misread = Sorry, I do get things wrong. Try one sentence: what is wrong, and where. Want a person? Write “petugas”.
aside-numbers = Any emergency: 112 (free, day and night). Ambulance: 119. Police: 110.
aside-other-filed = I cannot answer that one. Want an officer to? Write “petugas”.
no-photo-fine = No problem, it works without a photo.
told-so-far = What I have noted so far: “{ $text }”.
vented =
    { $number ->
        [none] { $times ->
            [1] I understand that you are disappointed. Just tell me what is wrong; every report has a date by which it must be answered, and the news comes here.
           *[2] It is fair to be angry. If you want to talk to a person, write “petugas”.
        }
       *[other] { $times ->
            [1] I understand that you are disappointed. Report { $number } is under way and has a date by which it must be answered. Want to talk to an officer? Write “petugas”.
           *[2] It is fair to be angry. Write “{ $number }” to see how it stands, or “petugas” to talk to a person.
        }
    }
aside-other = I cannot answer that one. Once the report is filed ask here, and an officer will answer.
answer-location = Location from the reporter: { $lat }, { $lon }{ $place ->
        [none] {""}
       *[other] {" "}({ $place })
    }
ask-rating-why = What was missing? A few words are enough, so that the office knows what to mend.
rating-why-kept = Thank you, I have passed on your note on report { $number }.
again-rate-why =
    { $times ->
        [1] What part was disappointing? “{ btn-skip }” is fine too.
       *[2] One sentence is enough, or press “{ btn-skip }”.
    }

## Putting right

place-before-send = Before it can be sent I need the place.
place-dropped = All right, I have dropped that place.
place-corrected = All right, the place is now { $place }.
corrected = All right, put right: “{ $text }”.
corrected-report = All right, report { $number } is put right: “{ $text }”. { $agency } reads the new one.
corrected-report-kind = All right, report { $number } is put right: “{ $text }”. { $agency } reads the new one, and an officer checks whether another office should have it.
again-record =
    { $times ->
        [1] Shall I record it, so that the city keeps an eye on it? Press “{ btn-record }”.
       *[2] If it is something else press “{ btn-not-this }”; if it is right, “{ btn-record }”.
    }
