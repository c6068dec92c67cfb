"""Why a report is urgent, in an officer's words."""

from storage.models import Report

SENTENCES = {
    "danger": "bahaya: {said}",
    "emergency_category": "urusan darurat",
    "victims": "ada korban",
    "supporters": "{said} pendukung",
    "water": "air naik, Siaga {said}",
    "near": "dekat {said}",
    "repeats": "sudah {said} kali diperbaiki dalam 90 hari",
    "age": "sudah {said} hari",
}


def reasons(report: Report) -> list[str]:
    """The reasons kept with the report's score, the weightiest first: ["dekat SDN Kranji 2", …]."""
    return [SENTENCES[code].format(said=said.replace("_", " ")) for code, _, said in report.urgency_why]
