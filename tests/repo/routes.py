"""The declared doors of the application: each route and method, whom it lets in, and from whom it hides its object.

The persons are those of tests/office.py; together they hold every role, in and outside the unit that an object is of.
Objects belong to Phòng Tư pháp, assigned by `chutich`, done by `congchuc`. Whoever may not enter but may see the object
is told so (403); from everybody else the object is hidden (404).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.office import PEOPLE
from tests.push_server import FakeBrowser

ALL = frozenset(PEOPLE)
LEADERS = frozenset({"chutich", "phochutich"})
ASSIGNING = LEADERS | {"vanphong"}
DRAFTING = ASSIGNING | {"vanthu"}
WHOLE = DRAFTING | {"thanhtra"}  # whose reading reaches every unit
OF_UNIT = frozenset({"truongphong", "congchuc", "congchuc2"})
DOING = frozenset({"truongphong", "congchuc"})
TALKING = DRAFTING | OF_UNIT
SHARING = ASSIGNING | DOING
HEAD = frozenset({"truongphong"})
ADMIN = frozenset({"quantri"})
KEEPING = ADMIN | {"vanphong"}  # of the working calendar and the delivery log
OFFICERS = frozenset({"congchuc", "congchuc2", "congchuc_nv", "tuphapxa"})
TO_CONGCHUC = frozenset({"congchuc"})
READERS = ALL - ADMIN
REVIEWING = ASSIGNING | {"thanhtra", "truongphong", "truongphong_nv", "chutichxa"}  # who answer for others' work
OVER_UNIT = ASSIGNING | HEAD | {"thanhtra"}  # who read the sheets of the persons of Phòng Tư pháp
DECIDING_UNIT = ASSIGNING | HEAD
SEEING = WHOLE | OF_UNIT
REARRANGINGS = ("merge", "split", "close", "rename", "move")
BROWSER = FakeBrowser("https://fcm.googleapis.com/fcm/send/x").text


@dataclass(frozen=True)
class Door:
    """One method of one route. `thing` names the object of its address, made anew for each person who knocks."""

    method: str
    endpoint: str
    may: frozenset[str] = ALL
    sees: frozenset[str] = ALL
    thing: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    is_public: bool = False

    @property
    def name(self) -> str:
        return " ".join([self.method, self.endpoint, *self.values.values()])

    def answer_to(self, username: str) -> str:
        """in, forbidden or hidden."""
        if username in self.may:
            return "in"
        return "forbidden" if username in self.sees else "hidden"


def _page(endpoint: str, may: frozenset[str] = ALL, **more: object) -> Door:
    return Door("GET", endpoint, may, **more)  # type: ignore[arg-type]


def _post(endpoint: str, may: frozenset[str] = ALL, **more: object) -> Door:
    return Door("POST", endpoint, may, **more)  # type: ignore[arg-type]


def _move(noun: str, may: frozenset[str], thing: str = "task", sees: frozenset[str] = SEEING) -> Door:
    return Door("POST", "moves.act", may, sees, thing, {"noun": noun})


PEOPLE_DOORS = (
    _page("people.sign_in", is_public=True),
    _post("people.sign_in", is_public=True),
    _page("account.set_password", is_public=True, thing="link"),
    _post("account.set_password", is_public=True, thing="link"),
    _post("account.choose_language", is_public=True, data={"language": "vi"}),
    _page("account.show"),
    _page("account.stay"),
    _page("proof.sign_in", is_public=True),
    *(_post(f"proof.{door}", is_public=True) for door in ("sign_in", "sign_in_options")),
    *(_page(door) for door in ("proof.show", "factors.show", "factors.app", "factors.key", "held.show")),
    *(_post(door) for door in ("proof.show", "proof.proof_options", "held.drop")),
    *(_post(f"factors.{door}") for door in ("begin_app", "app", "key", "key_options", "make_codes", "remove")),
    *(_post(f"admin_factors.{door}", ADMIN, thing="person") for door in ("reset", "unlock")),
    *(_page(door, ADMIN) for door in ("access.index", "access.export", "review.show", "sign_in_rules.show")),
    *(_post(door, ADMIN) for door in ("review.confirm", "sign_in_rules.change")),
    _post("account.change_password"),
    _post("account.end_one", frozenset(), sees=frozenset(), thing="sign_in"),  # somebody else's
    _post("account.end_others"),
    _page("tokens.index"),
    _post("tokens.make"),
    _post("tokens.revoke", frozenset(), sees=frozenset(), thing="api_token"),  # somebody else's
    _page("tokens.everybody", ADMIN),
    _post("tokens.revoke_any", ADMIN, thing="api_token"),
    _page("admin_people.index", ADMIN),
    _page("admin_people.new", ADMIN),
    _post("admin_people.new", ADMIN),
    _page("admin_people.show", ADMIN, thing="person"),
    _post("admin_people.show", ADMIN, thing="person"),
    _post("admin_people.give_role", ADMIN, thing="person", data={"role": "clerk", "role_unit_id": "1"}),
    _post("admin_people.take_role", ADMIN, thing="role"),
    _post("admin_people.make_link", ADMIN, thing="person"),
    _post("admin_people.disable", ADMIN, thing="person"),
    _post("admin_people.enable", ADMIN, thing="person"),
    _post("admin_people.end_sign_ins", ADMIN, thing="person"),
    _page("admin_units.index", ADMIN),
    _page("admin_units.new", ADMIN),
    _post("admin_units.new", ADMIN),
    _page("sign_on.index", ADMIN),
    _post("sign_on.link", ADMIN, thing="outer_account", data={"username": "congchuc"}),
    _post("sign_on.refuse", ADMIN, thing="outer_account"),
    _post("sign_on.unlink", ADMIN, thing="outer_account"),
    _post("sign_on.add_group", ADMIN, data={"group_name": "cc-tp", "role": "officer", "unit_id": "1"}),
    _post("sign_on.remove_group", ADMIN, thing="group_role"),
    *(Door("GET", "reorganising.change", ADMIN, values={"kind": kind}) for kind in REARRANGINGS),
    *(Door("POST", "reorganising.change", ADMIN, values={"kind": kind}) for kind in REARRANGINGS),
    _page("admin_units.edit", ADMIN, thing="unit"),
    _post("admin_units.edit", ADMIN, thing="unit"),
)

ABSENCE_OF_CONGCHUC = ASSIGNING | DOING
SEEING_IT = ABSENCE_OF_CONGCHUC | {"congchuc2"}  # the deputy

STANDING_DOORS = (
    _page("absences.index"),
    _page("absences.new"),
    _post("absences.new"),
    _page("absences.show", SEEING_IT, sees=SEEING_IT, thing="absence"),
    _post("absences.end", ABSENCE_OF_CONGCHUC, sees=SEEING_IT, thing="absence"),
    _page("absences.delegate", ASSIGNING),
    _post("absences.delegate", ASSIGNING),
    _post("absences.revoke", frozenset({"chutich", "vanphong"}), sees=ASSIGNING, thing="delegation"),
)

TASK_DOORS = (
    _page("tasks.home"),
    _page("tasks.index"),
    _page("assign.new", DRAFTING),
    _post("assign.new", DRAFTING),
    _page("tasks.show", SEEING, sees=SEEING, thing="task"),
    _page("tasks.download", SEEING, sees=SEEING, thing="file"),
    _page("moves.submission", DOING, sees=SEEING, thing="task"),
    _post("moves.submission", DOING, sees=SEEING, thing="task"),
    _page("splitting.pieces", HEAD, sees=SEEING, thing="task"),
    _post("splitting.pieces", HEAD, sees=SEEING, thing="task"),
    _page("splitting.parts", ASSIGNING, sees=SEEING, thing="task"),
    _post("splitting.parts", ASSIGNING, sees=SEEING, thing="task"),
    _move("issue", ASSIGNING, "draft", DRAFTING),
    _move("discard", DRAFTING, "draft", DRAFTING),
    _move("acceptance", DOING),
    _move("refusal", frozenset({"truongphong"})),
    _move("refusal-answer", ASSIGNING),
    _move("lead", ASSIGNING),
    _move("officer", frozenset({"truongphong"})),
    _move("progress", DOING),
    _move("recall", frozenset({"congchuc"}), "submitted"),
    _move("approval", ASSIGNING, "submitted"),
    _move("return", ASSIGNING, "submitted"),
    _move("withdrawal", ASSIGNING),
    _move("reopening", ASSIGNING),
    _move("extension", ASSIGNING),
    _move("star", ASSIGNING),
    _post("bulk.preview", data={"action": "urge", "chosen": "1.1"}),  # tasks out of sight are rows that do not exist
    _post("bulk.act", data={"action": "urge", "chosen": "1.1"}),
    _move("extension-request", DOING),
    _move("extension-grant", ASSIGNING, "asked"),
    _move("extension-refusal", ASSIGNING, "asked"),
    _move("extension-recall", TO_CONGCHUC, "asked"),
    _move("limit", ASSIGNING),
    _move("review", ASSIGNING),
    _page("moves.candidates", ASSIGNING, sees=SEEING, thing="task"),
    _move("merger", ASSIGNING),
    _move("urging", ASSIGNING),
    _move("explanation", DOING),
    _move("cause", LEADERS),
    _move("dispute", DOING),
    _move("dispute-answer", ASSIGNING, "disputed"),
)

TALK_DOORS = (
    _post("talk.say", TALKING, sees=SEEING, thing="task"),
    _page("talk.earlier", SEEING, sees=SEEING, thing="task"),
    _page("talk.everybody", TALKING, sees=SEEING, thing="task"),
    _page("talk.names", TALKING, sees=SEEING, thing="task"),
    _page("talk.add_followers", SHARING, sees=SEEING, thing="task"),
    _post("talk.add_followers", SHARING, sees=SEEING, thing="task"),
    _post("talk.remove_follower", ASSIGNING, sees=SEEING, thing="follower"),
    _post("talk.follow", SEEING, sees=SEEING, thing="task"),
)

HANDING_OVER = ASSIGNING | {"truongphong", "truongphong_nv", "chutichxa"}
IN_ITS_LIST = ASSIGNING | OF_UNIT | {"thanhtra"}  # from congchuc to congchuc2, made by the head

HAND_OVER_DOORS = (
    _page("handover.index", READERS),
    _page("handover.new", HANDING_OVER),
    _post("handover.new", HANDING_OVER),
    _page("handover.show", IN_ITS_LIST, sees=IN_ITS_LIST, thing="hand_over"),
    _page("handover.download", IN_ITS_LIST, sees=IN_ITS_LIST, thing="hand_over"),
    _post("handover.confirm", frozenset({"congchuc2"}), sees=IN_ITS_LIST, thing="hand_over"),
    _page("away.of_absence", SEEING_IT, sees=SEEING_IT, thing="absence"),
    _page("away.while_registering"),
    _page("away.open_work", ADMIN, thing="person"),
)

RULE_DOORS = (
    _page("policy.show", ASSIGNING | ADMIN | {"thanhtra"}),
    _page("policy.general", ASSIGNING),
    _post("policy.general", ASSIGNING),
    _page("policy.new_ladder", ASSIGNING),
    _post("policy.new_ladder", ASSIGNING),
    _page("policy.ladder", ASSIGNING, thing="ladder"),
    _post("policy.ladder", ASSIGNING, thing="ladder"),
    _post("policy.remove_ladder", ASSIGNING, thing="ladder"),
    _post("policy.raise_ladder", ASSIGNING, thing="ladder"),
    _page("rules.show", ASSIGNING | ADMIN | {"thanhtra"}),
    _post("rules.change", ASSIGNING),
    _page("rights.show", ADMIN | {"thanhtra"}),
    _page("rights.download", ADMIN | {"thanhtra"}),
)

TYPE_DOORS = (
    _page("worktypes.index"),
    _page("worktypes.new", ASSIGNING | ADMIN),
    _post("worktypes.new", ASSIGNING | ADMIN),
    _page("worktypes.paste", ASSIGNING | ADMIN),
    _post("worktypes.paste", ASSIGNING | ADMIN),
    _page("worktypes.show", thing="work_type"),
    _post("worktypes.revise", ASSIGNING | ADMIN, thing="work_type"),
    _post("worktypes.end", ASSIGNING | ADMIN, thing="work_type"),
)

CALENDAR_DOORS = (
    _page("calendar.show"),
    _page("calendar.preview"),
    _page("calendar.proposal", KEEPING),
    _post("calendar.confirm_proposal", KEEPING),
    _post("calendar.culture_day", KEEPING),
    _post("calendar.set_day", KEEPING),
    _post("calendar.import_days", KEEPING),
)

REPORT_DOORS = (
    _page("reports.dashboard", READERS - OFFICERS),
    _page("board.trend", READERS - OFFICERS),
    _page("board.units", READERS - OFFICERS),
    _page("board.office", READERS - OFFICERS),
    _page("board.wall", READERS - OFFICERS),
    _page("board.meeting", READERS - OFFICERS),
    _page("reports.summary", READERS),
    _page("reports.summary_file", READERS),
    _page("reports.tasks", READERS),
    _page("types.show", READERS),
    _page("types.download", READERS),
    _page("updates.show", READERS),
    _page("sendings.index", ASSIGNING),
    _page("sendings.new", ASSIGNING),
    _post("sendings.new", ASSIGNING),
    _page("sendings.edit", ASSIGNING, thing="report_schedule"),
    _post("sendings.edit", ASSIGNING, thing="report_schedule"),
    _post("sendings.stop", ASSIGNING, thing="report_schedule"),
    _page("drafts.show", READERS),
    _post("drafts.write", READERS, data={"text": "Kết quả", "ending": "docx"}),
    *(
        _page(f"listings.{door}", READERS, values={"kind": kind})
        for door in ("show", "download", "document", "pdf")
        for kind in ("overdue", "due-soon", "undated")
    ),
    _page("evaluation.index", REVIEWING),
    _page("evaluation.download", REVIEWING),
    _page("evaluation.show", OVER_UNIT, sees=OVER_UNIT, thing="officer"),
    _post("contests.contest", frozenset(), sees=OVER_UNIT, thing="officer"),  # nobody objects for somebody else
    _page("contests.weights_of_sheet", DECIDING_UNIT, sees=OVER_UNIT, thing="officer"),
    _post("contests.weigh", DECIDING_UNIT, sees=OVER_UNIT, thing="officer"),
    _post("contests.answer", DECIDING_UNIT, sees=OVER_UNIT | TO_CONGCHUC, thing="contest"),
    _page("scoring.index", READERS),
    _page("scoring.show", READERS, thing="scoring_table"),
    _post("scoring.change", ASSIGNING, thing="scoring_table"),
    _page("realism.show", DRAFTING),
)

REMINDER_DOORS = (
    _page("reminders.about_task", SEEING, sees=SEEING, thing="task"),
    _page("schedule.show", SEEING, sees=SEEING, thing="task"),
    _page("refusals.show"),
    _post("refusals.choose"),
    _page("channels.show"),
    _post("channels.add", data={"channel": "webhook", "address": "https://chat.example.vn/x"}),
    _post("browsers.let_in", data={"subscription": BROWSER}),
    _page("browsers.worker", is_public=True),
    _post("channels.confirm", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    _post("channels.test", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    _post("channels.end", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    _page("report_now.show", is_public=True, thing="report_link"),
    _post("report_now.progress", is_public=True, thing="report_link"),
    _post("report_now.result", is_public=True, thing="report_link"),
    _post("report_now.revoke"),
    _page("effect.show", KEEPING),
    _page("effect.download", KEEPING),
)

DUTY_READERS = WHOLE | {"truongphong", "truongphong_nv", "chutichxa"}

DUTY_DOORS = (
    _page("duties.index", DUTY_READERS),
    _page("duties.new", DRAFTING),
    _post("duties.new", DRAFTING),
    _page("duties.preview", DRAFTING),
    _page("duties.show", SEEING, sees=SEEING, thing="duty"),
    _page("duties.edit", ASSIGNING, thing="duty"),
    _post("duties.edit", ASSIGNING, thing="duty"),
    _post("duties.begin", ASSIGNING, sees=DRAFTING, thing="duty_draft"),
    _post("duties.skip", ASSIGNING, sees=SEEING, thing="duty"),
    _post("duties.end", ASSIGNING, sees=SEEING, thing="duty"),
    _post("duties.resume", ASSIGNING, sees=SEEING, thing="duty"),
    _post("duties.give_after_all", ASSIGNING, sees=SEEING, thing="missed"),
    _page("duties.of_task", SEEING, sees=SEEING, thing="task"),
)

IMPORT_DOORS = (
    _page("directives.index", DRAFTING),
    _post("directives.upload", DRAFTING),
    _post("directives.forget", ASSIGNING),
    _page("directives.show", DRAFTING, thing="batch"),
    _post("directives.correct_columns", DRAFTING, thing="batch"),
    _post("directives.discard", DRAFTING, thing="batch"),
    _post("directives.take_in", ASSIGNING, thing="batch"),
    _post("directives.undo", ASSIGNING, thing="batch"),
)

ITS_REVIEWER = frozenset({"vanphong"})
NOT_ITS_REVIEWER = (ALL - DRAFTING) | ITS_REVIEWER  # other drafters do not learn that it exists

DIRECTIVE_DOORS = (
    _page("reviews.new", DRAFTING),
    _post("reviews.read", DRAFTING, data={"text": "1. Phòng Tư pháp báo cáo trước ngày 30/6/2026."}),
    _page("reviews.show", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    _post("reviews.change", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    _post("reviews.give_out", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    _post("reviews.take", DRAFTING, thing="arrived"),
    _post("reviews.discard", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    _page("book.index", WHOLE),
    _page("book.show", WHOLE, thing="directive"),
    _page("book.download", WHOLE, thing="directive_file"),
    _page("aliases.index", KEEPING),
    _post("aliases.remove", KEEPING, thing="alias"),
)

MAIL_DOORS = (
    _page("mailbox.index"),
    _page("mailbox.show", TO_CONGCHUC, sees=TO_CONGCHUC, thing="message"),
    _page("mailbox.download", TO_CONGCHUC, sees=TO_CONGCHUC, thing="message"),
    _page("mail.index", KEEPING),
    _page("mail.export", KEEPING),
    _post("mail.test", KEEPING),
    _page("mail.show", KEEPING, thing="message"),
    _post("mail.send_again", KEEPING, thing="message"),
    _post("mail.cancel", KEEPING, thing="message"),
    _post("mail.resume", ADMIN),
    _page("mail_hold.show", KEEPING),
    _post("mail_hold.release", KEEPING),
    _post("mail_hold.cancel", KEEPING),
)

AUDIT_DOORS = (
    _page("audit.show", ADMIN | {"thanhtra"}),
    _post("audit.ask", ADMIN | {"thanhtra"}),
)

HEALTH_DOORS = (
    _page("health.healthz", is_public=True),
    _page("health.readyz", is_public=True),
    _page("health.metrics", is_public=True),
)

API_DOORS = (  # its operations open to tokens only: tests/api, tests/rights/test_programs.py
    _page("api.openapi", is_public=True),
    _page("api.docs"),
)

LEAVING = (_post("people.sign_out", is_public=True),)  # last: whoever went through it is signed out

DOORS: tuple[Door, ...] = (
    *PEOPLE_DOORS,
    *STANDING_DOORS,
    *TASK_DOORS,
    *HAND_OVER_DOORS,
    *TALK_DOORS,
    *RULE_DOORS,
    *TYPE_DOORS,
    *CALENDAR_DOORS,
    *REPORT_DOORS,
    *REMINDER_DOORS,
    *DUTY_DOORS,
    *IMPORT_DOORS,
    *DIRECTIVE_DOORS,
    *MAIL_DOORS,
    *AUDIT_DOORS,
    *HEALTH_DOORS,
    *API_DOORS,
    *LEAVING,
)
