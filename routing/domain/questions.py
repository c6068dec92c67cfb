"""What else a kind of matter needs to be known: questions as data, which comes next, what an answer means.

A question is written (in `questions.yml`, and so in `Category.questions`) as

    key: nomor_tiang          names the answer; lower case, kept with the report
    ask: Berapa nomor tiangnya?
    kind: text                text | number | choice
    choices: [..]             of kind choice; two to nine, at most 24 characters each (WhatsApp's list)
    when: {key: answer}       asked only after that answer (or one of a list of them); an earlier key
    find: 'regular expression'   what already says it in the resident's own words: its first group, or all of
                              it. For choices a mapping {choice: expression}; a choice without one is
                              recognised by its own words
    moot: 'regular expression'   what in the story makes the question pointless
    fits: 'regular expression'   of kind text: what an answer must hold
    hint: one sentence, said when an answer does not fit
    in: {en: {ask: .., hint: .., choices: [..], name: ..}}   in another language; what is missing is said
                              as above. Answers are kept in the city's own words.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

KINDS = ("text", "number", "choice")
MOST = 5  # questions of one category; whoever is asked more gives up
LONGEST_ASK, LONGEST_CHOICE, LONGEST_ANSWER = 200, 24, 100
_READ = 2000  # characters of a message searched by `find`
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,12}")
# Right before what a choice is told by: then it is not so ("belum kena kabel"), save "tidak hanya".
_DENIED = re.compile(
    r"\b(?:tidak|tdk|ga|gak|gk|nggak|ngga|enggak|engga|kaga|kagak|belum|blm|bukan|ora|teu|mboten|not|no)\s+"
    r"(?!(?:cuma|hanya|tahu|tau|jelas)\b)(?:(?:sampai|sampe|ada|yang|lagi|sempat)\s+)?\w*$",
    re.IGNORECASE,
)
_BRIEF = 3  # words
# Said around a choice's own words.
_BESIDE = frozenset(
    ("air", "airnya", "sudah", "udah", "udh", "sdh", "ini", "itu", "sekarang", "pak", "bu", "min", "kak",
     "ya", "kok")
)  # fmt: skip
_KNOWN = frozenset({"key", "ask", "kind", "choices", "when", "find", "fits", "moot", "hint", "in"})


class BadQuestions(ValueError):
    """Questions that cannot be asked; the message says in Indonesian which and why."""


@dataclass(frozen=True)
class Question:
    """One question. when: answers (by key) after which alone it is asked. find: (answer, expression)."""

    key: str
    ask: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    find: tuple[tuple[str, str], ...] = ()
    fits: str = ""
    hint: str = ""
    tongues: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    moot: str = ""

    def said_in(self, locale: str) -> "Question":
        """The question with its sentences in the language, where it has them."""
        told = self.tongues.get(locale, {})
        choices = told.get("choices", ())
        return replace(
            self, ask=told.get("ask", self.ask), hint=told.get("hint", self.hint),
            choices=choices if len(choices) == len(self.choices) else self.choices,
        )  # fmt: skip

    def name_in(self, locale: str) -> str:
        """What the answer is called in a summary."""
        return str(self.tongues.get(locale, {}).get("name") or self.key.replace("_", " ").capitalize())


def parse(given: Any) -> tuple[Question, ...]:
    """The questions written in the form above; raises BadQuestions."""
    if not isinstance(given, list):
        raise BadQuestions("Pertanyaan harus berupa daftar.")
    if len(given) > MOST:
        raise BadQuestions(f"Paling banyak {MOST} pertanyaan untuk satu kategori.")
    questions: list[Question] = []
    for item in given:
        question = _question(item, earlier={q.key: q for q in questions})
        questions.append(question)
    return tuple(questions)


def readable(given: Any) -> tuple[Question, ...]:
    """As `parse`, and none where it would raise: a slip in the configuration never costs a report."""
    try:
        return parse(given)
    except BadQuestions:
        return ()


def _question(item: Any, *, earlier: Mapping[str, Question]) -> Question:
    if not isinstance(item, Mapping) or not isinstance(item.get("key"), str):
        raise BadQuestions("Setiap pertanyaan perlu kunci (key).")
    key = item["key"]
    if not _KEY.fullmatch(key) or key in earlier:
        raise BadQuestions(f"Kunci “{key}” tidak bisa dipakai: huruf kecil, angka, garis bawah, sekali saja.")
    if strange := set(item) - _KNOWN:
        raise BadQuestions(f"{key}: “{sorted(map(str, strange))[0]}” tidak dikenal.")
    ask, hint, fits = (_line(item, name, key) for name in ("ask", "hint", "fits"))
    kind = item.get("kind", "text")
    if not ask:
        raise BadQuestions(f"{key}: kalimat pertanyaannya belum ada.")
    if kind not in KINDS:
        raise BadQuestions(f"{key}: jenis jawaban harus salah satu dari {', '.join(KINDS)}.")
    choices = _choices(item.get("choices", []), kind, key)
    return Question(
        key, ask, kind, choices, _when(item.get("when", {}), earlier, key),
        _find(item.get("find"), choices, key), _expression(fits, key), hint,
        _tongues(item.get("in", {}), kind, key), _expression(item.get("moot", ""), key),
    )  # fmt: skip


def _tongues(given: Any, kind: str, key: str) -> dict[str, dict[str, Any]]:
    """The question's sentences in other languages."""
    if not isinstance(given, Mapping) or not all(isinstance(told, Mapping) for told in given.values()):
        raise BadQuestions(f"{key}: terjemahan (in) harus berupa bahasa dan kalimatnya.")
    return {
        str(locale): {
            **{name: line for name in ("ask", "hint", "name") if (line := _line(told, name, key))},
            **({"choices": _choices(told["choices"], kind, key)} if told.get("choices") else {}),
        }
        for locale, told in given.items()
    }


def _line(item: Mapping[str, Any], name: str, key: str) -> str:
    text = item.get(name, "")
    if not isinstance(text, str) or len(text) > LONGEST_ASK:
        raise BadQuestions(f"{key}: “{name}” harus berupa tulisan, paling panjang {LONGEST_ASK} huruf.")
    return text.strip()


def _choices(given: Any, kind: str, key: str) -> tuple[str, ...]:
    if kind != "choice":
        return ()
    choices = tuple(str(choice).strip() for choice in given) if isinstance(given, list) else ()
    if not 2 <= len(choices) <= 9 or len(set(choices)) < len(choices):
        raise BadQuestions(f"{key}: perlu dua sampai sembilan pilihan yang berbeda.")
    if any(not choice or len(choice) > LONGEST_CHOICE or ":" in choice for choice in choices):
        raise BadQuestions(
            f"{key}: pilihan paling panjang {LONGEST_CHOICE} huruf, tidak kosong, tanpa titik dua."
        )
    return choices


def _when(given: Any, earlier: Mapping[str, Question], key: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, Mapping):
        raise BadQuestions(f"{key}: syarat (when) ditulis sebagai kunci: jawaban.")
    conditions = {}
    for other, wanted in given.items():
        answers = tuple(map(str, wanted)) if isinstance(wanted, list) else (str(wanted),)
        asked = earlier.get(other)
        if asked is None or (asked.choices and not set(answers) <= set(asked.choices)):
            raise BadQuestions(f"{key}: syarat “{other}” tidak cocok dengan pertanyaan sebelumnya.")
        conditions[str(other)] = answers
    return conditions


def _find(given: Any, choices: tuple[str, ...], key: str) -> tuple[tuple[str, str], ...]:
    if choices:
        table = given if isinstance(given, Mapping) else {}
        if (given is not None and not isinstance(given, Mapping)) or not set(table) <= set(choices):
            raise BadQuestions(f"{key}: kata kunci (find) ditulis untuk tiap pilihan.")
        own = {choice: rf"\b{re.escape(choice)}\b" for choice in choices}
        return tuple((choice, _expression(table.get(choice, own[choice]), key)) for choice in choices)
    return (("", _expression(given, key)),) if given else ()


def _expression(text: Any, key: str) -> str:
    try:
        re.compile(text)
    except (re.error, TypeError) as error:
        raise BadQuestions(f"{key}: pola “{text}” tidak bisa dibaca.") from error
    return str(text)


@lru_cache(maxsize=512)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def following(
    questions: Sequence[Question], answers: Mapping[str, Any], skipped: Collection[str] = (), story: str = ""
) -> Question | None:
    """The next question: the first neither answered nor skipped, whose conditions hold and which the story
    does not make pointless; None at the end."""
    still = (q for q in questions if _open(q, answers) and q.key not in skipped)
    return next((q for q in still if not (q.moot and _compiled(q.moot).search(story[:_READ]))), None)


def _open(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether it is unanswered and what it depends on was answered as it needs."""
    met = all(str(answers.get(other)) in wanted for other, wanted in question.when.items())
    return met and question.key not in answers


def stated(questions: Sequence[Question], text: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """Answers the text gives by itself to questions still open, so that nobody is asked what they told."""
    given: dict[str, str] = {}
    for question in questions:
        if _open(question, {**answers, **given}) and (value := _found(question, text)) is not None:
            given[question.key] = value
    return given


def _found(question: Question, text: str) -> str | None:
    for choice, expression in question.find:
        match = _told(expression, text[:_READ], may_be_denied=bool(choice))
        if match is not None:
            own = match.group(match.lastindex or 0)
            value = choice or " ".join(own.split())[:LONGEST_ANSWER]
            return value or None
    return None


def _told(expression: str, text: str, *, may_be_denied: bool) -> re.Match[str] | None:
    """Where the expression stands in the text; of a choice, where it is not denied."""
    found = _compiled(expression).finditer(text)
    return next((m for m in found if not (may_be_denied and _DENIED.search(text[: m.start()]))), None)


def chosen(questions: Sequence[Question], text: str) -> tuple[str, str] | None:
    """Key and choice that few words are part of, asked or not: "surut" of "Mulai surut"; else None."""
    words = set(re.findall(r"\w+", text.lower())) - _BESIDE
    if not 0 < len(words) <= _BRIEF:
        return None
    meant = [
        (question.key, choice)
        for question in questions
        for choice in question.choices
        if words <= set(re.findall(r"\w+", choice.lower()))
    ]
    return meant[0] if len(meant) == 1 else None


def clean(question: Question, text: str) -> str | None:
    """The answer as kept, or None when the text does not fit the question."""
    text = " ".join(text.split())
    if question.kind == "choice":
        same = (choice for choice in question.choices if choice.lower() == text.lower().strip(" .,!?"))
        return next(same, None) or _found(question, text)
    if question.kind == "number":
        match = _NUMBER.search(text)
        return match.group().replace(".", "") if match else None
    if not text or len(text) > LONGEST_ANSWER or not any(c.isalnum() for c in text):
        return None
    if question.fits and not _compiled(question.fits).search(text):
        return None
    return _found(question, text) or text
