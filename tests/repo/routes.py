"""The declared doors of the application: each route and method, whom it lets in, and from whom it hides its object.

The persons are those of tests/office.py; together they hold every role, in and outside the unit that an object is of.
Objects belong to Phòng Tư pháp, assigned by `chutich`, done by `congchuc`. Whoever may not enter but may see the object
is told so (403); from everybody else the object is hidden (404).
"""

from __future__ import annotations

from taskapp.admin.welcome import Step
from taskapp.guides.shelf import NAMES
from tests.repo.doors import (
    ADMIN,
    ALL,
    ASSIGNING,
    BROWSER,
    DECIDING_UNIT,
    DOING,
    DRAFTING,
    HEAD,
    KEEPING,
    LEADERS,
    OF_UNIT,
    OFFICERS,
    OVER_UNIT,
    READERS,
    REVIEWING,
    SEEING,
    SHARING,
    TALKING,
    TO_CONGCHUC,
    WHOLE,
    Door,
    move,
    page,
    post,
)
from tests.repo.people_routes import PEOPLE_DOORS, SEEING_IT, STANDING_DOORS

TASK_DOORS = (
    page("search.index"),
    page("search.typed"),
    page("offline.show", is_public=True),
    page("offline.worker", is_public=True),
    page("offline.manifest", is_public=True),
    page("offline.tasks", is_public=True),
    post("offline.report"),
    page("tasks.home"),
    page("tasks.index"),
    page("assign.new", DRAFTING),
    post("assign.new", DRAFTING),
    page("ways.live_news"),
    page("ways.day"),
    post("ways.columns"),
    page("ways.index"),
    page("ways.kept"),
    post("ways.save", data={"name": "Của tôi"}),
    post("ways.change", TO_CONGCHUC, sees=TO_CONGCHUC, thing="filter"),
    post("ways.remove", TO_CONGCHUC, sees=TO_CONGCHUC, thing="filter"),
    page("tasks.show", SEEING, sees=SEEING, thing="task"),
    page("tasks.download", SEEING, sees=SEEING, thing="file"),
    page("moves.submission", DOING, sees=SEEING, thing="task"),
    post("moves.submission", DOING, sees=SEEING, thing="task"),
    page("splitting.pieces", HEAD, sees=SEEING, thing="task"),
    post("splitting.pieces", HEAD, sees=SEEING, thing="task"),
    page("splitting.parts", ASSIGNING, sees=SEEING, thing="task"),
    post("splitting.parts", ASSIGNING, sees=SEEING, thing="task"),
    move("issue", ASSIGNING, "draft", DRAFTING),
    move("discard", DRAFTING, "draft", DRAFTING),
    move("acceptance", DOING),
    move("refusal", frozenset({"truongphong"})),
    move("refusal-answer", ASSIGNING),
    move("refusal-recall", frozenset({"truongphong"}), "declined"),
    move("lead", ASSIGNING),
    move("officer", frozenset({"truongphong"})),
    move("progress", DOING),
    move("recall", frozenset({"congchuc"}), "submitted"),
    move("approval", ASSIGNING, "submitted"),
    move("return", ASSIGNING, "submitted"),
    move("withdrawal", ASSIGNING),
    move("reopening", ASSIGNING),
    move("extension", ASSIGNING),
    move("star", ASSIGNING),
    post("bulk.preview", data={"action": "urge", "chosen": "1.1"}),  # tasks out of sight are rows that do not exist
    post("bulk.act", data={"action": "urge", "chosen": "1.1"}),
    move("extension-request", DOING),
    move("extension-grant", ASSIGNING, "asked"),
    move("extension-refusal", ASSIGNING, "asked"),
    move("extension-recall", TO_CONGCHUC, "asked"),
    move("limit", ASSIGNING),
    move("review", ASSIGNING),
    page("moves.candidates", ASSIGNING, sees=SEEING, thing="task"),
    move("merger", ASSIGNING),
    move("urging", ASSIGNING),
    move("explanation", DOING),
    move("cause", LEADERS),
    move("dispute", DOING),
    move("dispute-answer", ASSIGNING, "disputed"),
    move("dispute-recall", TO_CONGCHUC, "disputed"),
)

TALK_DOORS = (
    post("talk.say", TALKING, sees=SEEING, thing="task"),
    page("talk.earlier", SEEING, sees=SEEING, thing="task"),
    page("talk.everybody", TALKING, sees=SEEING, thing="task"),
    page("talk.names", TALKING, sees=SEEING, thing="task"),
    page("talk.add_followers", SHARING, sees=SEEING, thing="task"),
    post("talk.add_followers", SHARING, sees=SEEING, thing="task"),
    post("talk.remove_follower", ASSIGNING, sees=SEEING, thing="follower"),
    post("talk.follow", SEEING, sees=SEEING, thing="task"),
)

HANDING_OVER = ASSIGNING | {"truongphong", "truongphong_nv", "chutichxa"}
IN_ITS_LIST = ASSIGNING | OF_UNIT | {"thanhtra"}  # from congchuc to congchuc2, made by the head

HAND_OVER_DOORS = (
    page("handover.index", READERS),
    page("handover.new", HANDING_OVER),
    post("handover.new", HANDING_OVER),
    page("handover.show", IN_ITS_LIST, sees=IN_ITS_LIST, thing="hand_over"),
    page("handover.download", IN_ITS_LIST, sees=IN_ITS_LIST, thing="hand_over"),
    post("handover.confirm", frozenset({"congchuc2"}), sees=IN_ITS_LIST, thing="hand_over"),
    page("away.of_absence", SEEING_IT, sees=SEEING_IT, thing="absence"),
    page("away.while_registering"),
    page("away.open_work", ADMIN, thing="person"),
)

RULE_DOORS = (
    page("policy.show", ASSIGNING | ADMIN | {"thanhtra"}),
    page("policy.general", ASSIGNING),
    post("policy.general", ASSIGNING),
    page("policy.new_ladder", ASSIGNING),
    post("policy.new_ladder", ASSIGNING),
    page("policy.ladder", ASSIGNING, thing="ladder"),
    post("policy.ladder", ASSIGNING, thing="ladder"),
    post("policy.remove_ladder", ASSIGNING, thing="ladder"),
    post("policy.raise_ladder", ASSIGNING, thing="ladder"),
    page("rules.show", ASSIGNING | ADMIN | {"thanhtra"}),
    post("rules.change", ASSIGNING),
    page("rights.show", ADMIN | {"thanhtra"}),
    page("components.show", ADMIN),
    page("rights.download", ADMIN | {"thanhtra"}),
)

TYPE_DOORS = (
    page("worktypes.index"),
    page("worktypes.new", ASSIGNING | ADMIN),
    post("worktypes.new", ASSIGNING | ADMIN),
    page("worktypes.paste", ASSIGNING | ADMIN),
    post("worktypes.paste", ASSIGNING | ADMIN),
    page("worktypes.show", thing="work_type"),
    post("worktypes.revise", ASSIGNING | ADMIN, thing="work_type"),
    post("worktypes.end", ASSIGNING | ADMIN, thing="work_type"),
)

CALENDAR_DOORS = (
    page("calendar.show"),
    page("calendar.preview"),
    page("calendar.proposal", KEEPING),
    post("calendar.confirm_proposal", KEEPING),
    post("calendar.culture_day", KEEPING),
    post("calendar.set_day", KEEPING),
    post("calendar.import_days", KEEPING),
)

REPORT_DOORS = (
    page("reports.dashboard", READERS - OFFICERS),
    page("board.trend", READERS - OFFICERS),
    page("board.units", READERS - OFFICERS),
    page("board.office", READERS - OFFICERS),
    page("board.wall", READERS - OFFICERS),
    page("board.meeting", READERS - OFFICERS),
    page("reports.summary", READERS),
    page("reports.summary_file", READERS),
    page("reports.tasks", READERS),
    page("types.show", READERS),
    page("types.download", READERS),
    page("updates.show", READERS),
    page("sendings.index", ASSIGNING),
    page("sendings.new", ASSIGNING),
    post("sendings.new", ASSIGNING),
    page("sendings.edit", ASSIGNING, thing="report_schedule"),
    post("sendings.edit", ASSIGNING, thing="report_schedule"),
    post("sendings.stop", ASSIGNING, thing="report_schedule"),
    page("drafts.show", READERS),
    post("drafts.write", READERS, data={"text": "Kết quả", "ending": "docx"}),
    *(
        page(f"listings.{door}", READERS, values={"kind": kind})
        for door in ("show", "download", "document", "pdf")
        for kind in ("overdue", "due-soon", "undated")
    ),
    page("evaluation.index", REVIEWING),
    page("evaluation.download", REVIEWING),
    page("evaluation.show", OVER_UNIT, sees=OVER_UNIT, thing="officer"),
    post("contests.contest", frozenset(), sees=OVER_UNIT, thing="officer"),  # nobody objects for somebody else
    page("contests.weights_of_sheet", DECIDING_UNIT, sees=OVER_UNIT, thing="officer"),
    post("contests.weigh", DECIDING_UNIT, sees=OVER_UNIT, thing="officer"),
    post("contests.answer", DECIDING_UNIT, sees=OVER_UNIT | TO_CONGCHUC, thing="contest"),
    page("scoring.index", READERS),
    page("scoring.show", READERS, thing="scoring_table"),
    post("scoring.change", ASSIGNING, thing="scoring_table"),
    page("realism.show", DRAFTING),
)

OPEN_DOORS = (
    page("links.walls", KEEPING | LEADERS),
    post("links.make_wall", ASSIGNING),
    post("links.end_wall", KEEPING | LEADERS, thing="wall_link"),
    page("links.figures", ADMIN),
    post("links.make_figure", ADMIN),
    post("links.end_figure", ADMIN, thing="figure_link"),
    page("open_pages.wall", is_public=True, thing="wall_address"),
    page("open_pages.figure", is_public=True, thing="figure_address"),
    page("open_pages.figure_json", is_public=True, thing="figure_address"),
)

HOOK_DOORS = (
    page("webhooks.index", KEEPING),
    post("webhooks.make", KEEPING),
    page("webhooks.show", KEEPING, thing="hook"),
    *(
        post(f"webhooks.{what}", KEEPING, thing="hook")
        for what in ("change", "test", "pause", "resume", "new_secret", "end")
    ),
)

REMINDER_DOORS = (
    page("reminders.about_task", SEEING, sees=SEEING, thing="task"),
    page("schedule.show", SEEING, sees=SEEING, thing="task"),
    page("refusals.show"),
    post("refusals.choose"),
    page("feeds.show"),
    *(post(f"feeds.{what}", values={"kind": kind}) for what in ("make", "end") for kind in ("mine", "unit", "given")),
    page("feeds.fetch", is_public=True, thing="feed"),
    page("channels.show"),
    post("channels.add", data={"channel": "webhook", "address": "https://chat.example.vn/x"}),
    post("browsers.let_in", data={"subscription": BROWSER}),
    post("channels.confirm", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    post("channels.test", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    post("channels.end", frozenset(), sees=frozenset(), thing="channel"),  # somebody else's
    page("report_now.show", is_public=True, thing="report_link"),
    post("report_now.progress", is_public=True, thing="report_link"),
    post("report_now.result", is_public=True, thing="report_link"),
    post("report_now.revoke"),
    page("effect.show", KEEPING),
    page("effect.download", KEEPING),
)

DUTY_READERS = WHOLE | {"truongphong", "truongphong_nv", "chutichxa"}

DUTY_DOORS = (
    page("duties.index", DUTY_READERS),
    page("duties.new", DRAFTING),
    post("duties.new", DRAFTING),
    page("duties.preview", DRAFTING),
    page("duties.show", SEEING, sees=SEEING, thing="duty"),
    page("duties.edit", ASSIGNING, thing="duty"),
    post("duties.edit", ASSIGNING, thing="duty"),
    post("duties.begin", ASSIGNING, sees=DRAFTING, thing="duty_draft"),
    post("duties.skip", ASSIGNING, sees=SEEING, thing="duty"),
    post("duties.end", ASSIGNING, sees=SEEING, thing="duty"),
    post("duties.resume", ASSIGNING, sees=SEEING, thing="duty"),
    post("duties.give_after_all", ASSIGNING, sees=SEEING, thing="missed"),
    page("duties.of_task", SEEING, sees=SEEING, thing="task"),
)

TAKING_LIMITS = frozenset({"vanphong", "vanthu", "truongphong"})

SOURCE_DOORS = (
    page("sources.show", READERS),
    page("sources.download", READERS),
    page("sources.board", READERS - OFFICERS),
    page("sources.items", SEEING, sees=SEEING | ADMIN, thing="named_source"),
    page("sources.item", SEEING, sees=SEEING | ADMIN, thing="source_item"),
    post("sources.take_limit", TAKING_LIMITS, sees=SEEING | ADMIN, thing="proposed_limit"),
    page("source_admin.index", ADMIN),
    page("source_admin.new", ADMIN),
    post("source_admin.new", ADMIN),
    page("source_admin.show", ADMIN, thing="work_source"),
    post("source_admin.change", ADMIN, thing="work_source"),
    post("source_admin.close", ADMIN, thing="work_source"),
    post("source_admin.reopen", ADMIN, thing="work_source"),
)

IMPORT_DOORS = (
    page("directives.index", DRAFTING),
    post("directives.upload", DRAFTING),
    post("directives.forget", ASSIGNING),
    page("directives.show", DRAFTING, thing="batch"),
    post("directives.correct_columns", DRAFTING, thing="batch"),
    post("directives.discard", DRAFTING, thing="batch"),
    post("directives.take_in", ASSIGNING, thing="batch"),
    post("directives.undo", ASSIGNING, thing="batch"),
)

ITS_REVIEWER = frozenset({"vanphong"})
NOT_ITS_REVIEWER = (ALL - DRAFTING) | ITS_REVIEWER  # other drafters do not learn that it exists

DIRECTIVE_DOORS = (
    page("reviews.new", DRAFTING),
    post("reviews.read", DRAFTING, data={"text": "1. Phòng Tư pháp báo cáo trước ngày 30/6/2026."}),
    page("reviews.show", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    post("reviews.change", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    post("reviews.give_out", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    post("reviews.take", DRAFTING, thing="arrived"),
    post("reviews.discard", ITS_REVIEWER, sees=NOT_ITS_REVIEWER, thing="review"),
    page("book.index", WHOLE),
    page("book.show", WHOLE, sees=WHOLE | ADMIN, thing="directive"),  # no task of anybody's comes from it
    page("book.download", WHOLE, sees=WHOLE | ADMIN, thing="directive_file"),
    page("aliases.index", KEEPING),
    post("aliases.remove", KEEPING, thing="alias"),
)

MAIL_DOORS = (
    page("mailbox.index"),
    page("mailbox.show", TO_CONGCHUC, sees=TO_CONGCHUC, thing="message"),
    page("mailbox.download", TO_CONGCHUC, sees=TO_CONGCHUC, thing="message"),
    page("mail.index", KEEPING),
    page("mail.export", KEEPING),
    post("mail.test", KEEPING),
    page("mail.show", KEEPING, thing="message"),
    post("mail.send_again", KEEPING, thing="message"),
    post("mail.cancel", KEEPING, thing="message"),
    post("mail.resume", ADMIN),
    page("mail_hold.show", KEEPING),
    post("mail_hold.release", KEEPING),
    post("mail_hold.cancel", KEEPING),
)

AUDIT_DOORS = (
    page("audit.show", ADMIN | {"thanhtra"}),
    post("audit.ask", ADMIN | {"thanhtra"}),
)

HELP_DOORS = (
    page("guides.index"),
    *(page("guides.show", values={"name": name}) for name in NAMES),
    page("guides.changes"),
    page("guides.screen", thing="screen"),
    *(page(f"welcome.{door}", ADMIN) for door in ("show", "first")),
    *(post("welcome.leave", ADMIN, values={"step": step.value}) for step in Step),
)

HEALTH_DOORS = (
    page("health.healthz", is_public=True),
    page("health.readyz", is_public=True),
    page("health.metrics", is_public=True),
)

API_DOORS = (  # its operations open to tokens only: tests/api, tests/rights/test_programs.py
    page("api.openapi", is_public=True),
    page("api.docs"),
)

LEAVING = (post("people.sign_out", is_public=True),)  # last: whoever went through it is signed out

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
    *OPEN_DOORS,
    *HOOK_DOORS,
    *REMINDER_DOORS,
    *DUTY_DOORS,
    *SOURCE_DOORS,
    *IMPORT_DOORS,
    *DIRECTIVE_DOORS,
    *MAIL_DOORS,
    *AUDIT_DOORS,
    *HELP_DOORS,
    *HEALTH_DOORS,
    *API_DOORS,
    *LEAVING,
)
