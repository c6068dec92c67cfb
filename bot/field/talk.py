"""The talk with an officer about their work: one message in, what is said and wanted out. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.types import FileRef, Incoming, Reply
from bot.field.known import (
    MARK,
    Do,
    FieldDeed,
    FieldKnown,
    FieldStep,
    FieldTalk,
    FieldTurn,
    HandIn,
    Task,
    Unlink,
)
from bot.field.saying import button, card, discloses, menu, reply, sure, tell
from bot.field.whose import RESULT, TO_RESIDENT, TO_WORK, plain
from bot.messages.times import promised
from routing.domain import promises
from routing.domain.answers import seal

ASKS = {deed.value for deed in FieldDeed} - {FieldDeed.ACCEPT}
HOME = frozenset({"tugas", "/tugas", "tugas saya", "daftar", "menu", "/start", "halo", "/petugas"})
UNLINK = frozenset({"/lepas", "lepas tautan"})
STOP = frozenset({"batal", "/batal"})
YES = frozenset({"ya", "ya, lepas"})
SAID = {"kirim": "kirim", "kirim, bukan janji": "bukan_janji", "ubah": "ubah"}  # instead of pressing it
WRITING = (FieldStep.WORDS, FieldStep.SURE, FieldStep.REASON)


def turn(talk: FieldTalk, message: Incoming, known: FieldKnown) -> FieldTurn:
    """What one message of an officer leads to; what it leaves unsent is told."""
    turned = _turn(talk, message, known)
    if plain(message.text) in STOP or message.button == f"{MARK}batal":
        return turned
    return replace(turned, said=(*_left_behind(talk, turned), *turned.said))


def _left_behind(talk: FieldTalk, turned: FieldTurn) -> Iterator[Reply]:
    """Words that waited to be sent, and photos that waited for their report, and do no longer."""
    now, command = turned.talk, turned.command
    goes_on = now.step in WRITING and (now.deed, now.number) == (talk.deed, talk.number)
    goes_on = goes_on and not (isinstance(command, HandIn) and now.text != talk.text)  # a photo's own words
    sent = isinstance(command, Do) and command.text == talk.text
    if talk.step is FieldStep.SURE and talk.text and not (goes_on or sent):
        yield reply("unsent", text=talk.text)
    if set(talk.files) - set(command.files if isinstance(command, HandIn) else now.files):
        yield reply("photo-left")


def _turn(talk: FieldTalk, message: Incoming, known: FieldKnown) -> FieldTurn:
    words = plain(message.text)
    if words in TO_RESIDENT:
        return FieldTurn(talk.at_rest(), (reply("as-resident"),), as_resident=True)
    if message.kind == RESULT:
        return _photo_came(talk, message, known)
    if message.button is not None:
        return _press(talk, *_parts(message.button), known)
    if words in YES and talk.step is FieldStep.UNLINK:
        return FieldTurn(talk.at_rest(), command=Unlink())
    if words in UNLINK:
        talk = replace(talk.at_rest(), step=FieldStep.UNLINK)
        return FieldTurn(talk, (reply("unlink-ask", button("putus"), button("batal")),))
    if not known.works:
        return FieldTurn(talk, (reply("only-news"),), as_resident=False if words in TO_WORK else None)
    if message.kind == "photo" and message.files:
        return _photos(talk, message, known)
    if message.kind == "edited":
        return _edited(talk, message.text, known)
    if message.kind != "text":
        return FieldTurn(talk, (reply("only-words", button("daftar")),))
    return _words(talk, message.text, words, known)


def _edited(talk: FieldTalk, text: str, known: FieldKnown) -> FieldTurn:
    """Words that wait to be sent are looked at again as they now read; of others it is too late."""
    if talk.step is FieldStep.SURE and known.about is not None:
        return _look_again(talk, known.about, text.strip(), known)
    return FieldTurn(talk, (reply("edited", button("daftar")),))


def _parts(identity: str) -> tuple[str, str]:
    what, _, arg = identity.removeprefix(MARK).partition(":")
    return what, arg


def _words(talk: FieldTalk, text: str, words: str, known: FieldKnown) -> FieldTurn:
    if words in TO_WORK:
        return FieldTurn(talk.at_rest(), (menu(known),), as_resident=False)
    if words in STOP:
        return _stop(talk, known)
    if talk.step is FieldStep.WHICH and known.named and known.about is not None:
        return _hand_in(talk, known.about, talk.files, talk.text)
    if known.named:
        return _see(talk, known)
    if words in HOME and (words.startswith("/") or talk.step not in WRITING):
        return FieldTurn(talk.at_rest(), (menu(known),))
    if talk.step is FieldStep.SURE and words in SAID:
        return _go_on(talk, SAID[words], talk.draft, known)
    if talk.step in WRITING:
        if known.about is None:
            return FieldTurn(FieldTalk(), (*_see(talk, known).said, reply("unsent", text=text.strip())))
        return _look_again(talk, known.about, text.strip(), known)
    return FieldTurn(talk, (reply("help"), menu(known)))


def _press(talk: FieldTalk, what: str, arg: str, known: FieldKnown) -> FieldTurn:
    if what == "warga":
        return FieldTurn(talk.at_rest(), (reply("as-resident", button("petugas")),), as_resident=True)
    if what == "putus":
        wanted = Unlink() if talk.step is FieldStep.UNLINK else None
        return FieldTurn(talk.at_rest(), () if wanted else (menu(known),), wanted)
    if not known.works:
        return FieldTurn(talk, (reply("only-news"),))
    if what == "batal":
        return _stop(talk, known)
    if what in ("daftar", "petugas"):
        return FieldTurn(talk.at_rest(), (menu(known),), as_resident=False)
    if what in ("kirim", "bukan_janji", "ubah", "tanpa", "alasan"):
        return _go_on(talk, what, arg, known)
    if known.about is None or known.about.number != arg:
        return _see(talk, known)
    return replace(_begin(talk, what, known.about, known), as_resident=False)


def _begin(talk: FieldTalk, what: str, task: Task, known: FieldKnown) -> FieldTurn:
    """A button of a report."""
    if what == "lihat":
        return _see(talk, known)
    if what == "foto" and talk.files:
        return _hand_in(talk, task, talk.files, talk.text)
    if what == FieldDeed.ACCEPT and task.holder and not task.mine:
        buttons = (button("ambil", task.number), button("batal"))
        over = reply("held-by-other", *buttons, number=task.number, holder=task.holder)
        return FieldTurn(talk.at_rest(task.number), (over,))
    if what in (FieldDeed.ACCEPT, "ambil"):
        return FieldTurn(talk.at_rest(task.number), command=Do(FieldDeed.ACCEPT, task.number, task.version))
    if what not in ASKS:
        return _see(talk, known)
    if what == FieldDeed.FINISH and task.photo_missing:
        return FieldTurn(talk.at_rest(task.number), (reply("photo-first", number=task.number),))
    asked = FieldTalk(FieldStep.WORDS, what, task.number, task.version)
    if what == FieldDeed.REFUSE and known.refusals:
        named = [button("alasan", code, name) for code, name, _ in known.refusals]
        named += [button("alasan", "sendiri", tell("btn-sendiri")), button("batal")]
        which = reply("which-reason", *named, number=task.number)
        return FieldTurn(replace(asked, step=FieldStep.REASON), (which,))
    key = "ask-tolak-own" if what == FieldDeed.REFUSE else f"ask-{what}"
    return FieldTurn(asked, (reply(key, button("batal"), number=task.number),))


def _go_on(talk: FieldTalk, what: str, arg: str, known: FieldKnown) -> FieldTurn:
    """A button of a question that stands open; an older one's says so."""
    task = known.about
    if task is None and talk.step in WRITING:
        return _see(talk, known)
    if task is None or task.number != talk.number:
        return FieldTurn(talk.at_rest(), (reply("nothing-to-send", button("daftar")),))
    if what == "alasan" and talk.step is FieldStep.REASON:
        return _reason(talk, arg, task, known)
    if what == "tanpa" and talk.step is FieldStep.WORDS and talk.refusal:
        return _look_again(talk, task, "", known)
    sure_of = talk.step is FieldStep.SURE and arg == talk.draft
    if what == "ubah" and sure_of:
        again = replace(talk, step=FieldStep.WORDS, text="")
        key = "ask-tolak-own" if talk.deed == FieldDeed.REFUSE else f"ask-{talk.deed}"
        return FieldTurn(again, (reply(key, button("batal"), number=task.number),))
    if what in ("kirim", "bukan_janji") and sure_of:
        sealed, promised_too = seal(talk.text) if known.vouches else "", what == "kirim"
        words = talk.text, talk.refusal, sealed
        do = Do(FieldDeed(talk.deed), task.number, talk.version, *words, promises=promised_too)
        return FieldTurn(talk.at_rest(), command=do)
    return FieldTurn(talk, (reply("nothing-to-send", button("daftar")),))


def _reason(talk: FieldTalk, code: str, task: Task, known: FieldKnown) -> FieldTurn:
    sentence = next((sentence for known_code, _, sentence in known.refusals if known_code == code), "")
    talk = replace(talk, step=FieldStep.WORDS, refusal=code if sentence else "")
    if not sentence:
        return FieldTurn(talk, (reply("ask-tolak-own", button("batal"), number=task.number),))
    more = reply("ask-tolak", button("tanpa"), button("batal"), number=task.number, refusal=sentence)
    return FieldTurn(talk, (more,))


def _look_again(talk: FieldTalk, task: Task, text: str, known: FieldKnown) -> FieldTurn:
    """The words as they will go out, with what is doubtful about them."""
    sentence = next((sentence for code, _, sentence in known.refusals if code == talk.refusal), "")
    to_resident = talk.deed != FieldDeed.DROP
    refusing = talk.deed == FieldDeed.REFUSE and not talk.refusal
    doubts = known.doubts(task, text, refusing) if to_resident and text else ()
    if discloses(doubts) and not known.vouches:
        return FieldTurn(replace(talk, step=FieldStep.WORDS), (reply("discloses", button("batal")),))
    moments = promises.found(text, known.now) if talk.deed == FieldDeed.ANSWER else []
    when = ", ".join(promised(one.at) for one in moments)
    shown = replace(talk, step=FieldStep.SURE, text=text)
    said = Reply(
        sure(talk.deed, f"{sentence} {text}".strip(), when, doubts),
        (
            button("kirim", shown.draft),
            *([button("bukan_janji", shown.draft)] if when else []),
            button("ubah", shown.draft),
            button("batal"),
        ),
    )
    return FieldTurn(shown, (said,))


def _see(talk: FieldTalk, known: FieldKnown) -> FieldTurn:
    if known.about is None:
        gone = reply("not-there", button("daftar"), number=known.named or talk.number)
        return FieldTurn(FieldTalk(), (gone,))
    return FieldTurn(talk.at_rest(known.about.number), card(known.about))


def _stop(talk: FieldTalk, known: FieldKnown) -> FieldTurn:
    return FieldTurn(talk.at_rest(), (reply("stopped", button("daftar")),))


def _photos(talk: FieldTalk, message: Incoming, known: FieldKnown) -> FieldTurn:
    """Of the report it answers or that was last spoken of; else of the only one; else it is asked."""
    task = known.about or (known.mine[0] if len(known.mine) == 1 else None)
    if task is None:
        if not known.mine:
            return FieldTurn(talk, (reply("photo-left"), menu(known)))
        which = tuple(button("foto", one.number, one.number) for one in known.mine[:8])
        files = tuple(dict.fromkeys((*talk.files, *message.files)))  # more of them may come one by one
        before = talk.text if talk.step is FieldStep.WHICH else ""
        text = "\n".join(dict.fromkeys(filter(None, (before, message.text.strip()))))
        asked = FieldTalk(FieldStep.WHICH, files=files, text=text)
        return FieldTurn(asked, (reply("which-photo", *which, button("batal")),))
    return _hand_in(talk, task, message.files, message.text)


def _hand_in(talk: FieldTalk, task: Task, files: tuple[FileRef, ...], text: str) -> FieldTurn:
    """text: what was done, told with the photo; it is asked about when the photo is there."""
    writing = talk.step in WRITING and talk.number == task.number
    after = talk if writing else talk.at_rest(task.number)
    if text.strip():
        after = FieldTalk(FieldStep.SURE, FieldDeed.FINISH, task.number, task.version, text.strip())
    return FieldTurn(after, (reply("photo-coming", number=task.number),), HandIn(task.number, files))


def _photo_came(talk: FieldTalk, message: Incoming, known: FieldKnown) -> FieldTurn:
    """It is kept, or it is not and why; words that came with it are looked at now."""
    task, number = known.about, known.named
    waiting = talk.step is FieldStep.SURE and talk.deed == FieldDeed.FINISH and talk.number == number
    after = talk if talk.step is not FieldStep.IDLE and not waiting else talk.at_rest(number)
    if message.text:
        text = tell("photo-not-kept", number=number, why=message.text)
        return FieldTurn(after, (Reply(text, (button("lihat", number),)),))
    kept = reply("photo-kept", number=number)
    if task is None:
        return FieldTurn(after, (kept,))
    if waiting:
        asked = _look_again(replace(talk, version=task.version), task, talk.text, known)
        return replace(asked, said=(kept, *asked.said))
    buttons = (button(FieldDeed.FINISH, number), button("lihat", number), button("daftar"))
    return FieldTurn(after, (replace(kept, buttons=buttons),))


def done(turned: FieldTurn, do: Do, task: Task | None, known: FieldKnown) -> FieldTurn:
    """What is said when a deed is done; task: the report as it then is, None when it is out of reach."""
    key = f"did-{do.deed.value}"
    if do.deed is FieldDeed.FINISH and task is not None and task.checked:
        key = "did-diserahkan"
    standing = task.standing if task else ""
    said = reply(key, button("daftar"), number=do.number, standing=standing)
    if do.deed is FieldDeed.ACCEPT and task is not None:
        return turned.saying(replace(said, buttons=()), *card(task))
    return turned.saying(said)


def changed(turned: FieldTurn, do: Do, task: Task | None) -> FieldTurn:
    """Somebody else did something meanwhile: nothing is done, and both are shown."""
    text = (
        tell("changed", number=do.number, text=do.text)
        if do.text
        else tell("changed-plain", number=do.number)
    )
    return turned.saying(Reply(text), *(card(task) if task else ()))


def refused(turned: FieldTurn, why: str, number: str) -> FieldTurn:
    """The rules do not allow it, in the sentence the panel shows; the words it was about are not lost."""
    command, words = turned.command, turned.talk.text
    words = command.text if isinstance(command, Do) else words
    no = Reply(why, (button("lihat", number), button("daftar")))
    told = turned.said[:-1] if isinstance(command, HandIn) else turned.said  # not that the photo is coming
    kept = (reply("unsent", text=words),) if words else ()
    return FieldTurn(turned.talk.at_rest(), (*told, *kept, no))
