"""Objects that stand behind the declared doors: each call makes one more, so that nobody finds another's changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from io import BytesIO

from flask import Flask
from openpyxl import Workbook
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.directives.registers.models import ImportBatch
from taskapp.directives.reviews.review_models import DirectiveReview, UnitAlias
from taskapp.duties.models import Duty
from taskapp.outbox import queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.models import ChannelAddress, Message, MessageState
from taskapp.people import absences, accounts, delegations
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from taskapp.people.sso.models import GroupRole, OuterAccount
from taskapp.people.standing import Term
from taskapp.people.standing_models import Absence, Delegation
from taskapp.people.token_models import ApiToken
from taskapp.reminders import policies, report_links
from taskapp.reports import sendings
from taskapp.reports.evaluation_models import ContestAbout, EvaluationContest
from taskapp.reports.link_models import OpenLink
from taskapp.reports.occurrences import Cadence, Days, Timing
from taskapp.reports.periods import Cutoff
from taskapp.reports.sending_models import Filed, ReportSchedule
from taskapp.reports.sendings import Wish as ReportWish
from taskapp.sources.models import SourceItem, WorkSource
from taskapp.tasks import assigning, changes, disputes, evidence, extensions, followers, handover, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.paper_models import DisputeAbout, Handed, HandOver, HandOverReason
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.tasks.ways import keeping as filter_keeping
from taskapp.tasks.ways.models import SavedFilter
from taskapp.tasks.worktypes import keeping
from taskapp.tasks.worktypes.keeping import Said
from taskapp.tasks.worktypes.models import WorkType
from taskapp.workdays.calendars import load
from tests.office import Office
from tests.repo.account_things import AccountThings
from tests.repo.directive_things import DirectiveThings
from tests.repo.duty_things import DutyThings
from tests.repo.source_things import SourceThings

MODELS = {
    "absence_id": Absence,
    "delegation_id": Delegation,
    "hand_over_id": HandOver,
    "task_id": Task,
    "file_id": StoredFile,
    "person_id": Person,
    "unit_id": Unit,
    "batch_id": ImportBatch,
    "review_id": DirectiveReview,
    "directive_id": Directive,
    "alias_id": UnitAlias,
    "schedule_id": ReportSchedule,
    "message_id": Message,
    "address_id": ChannelAddress,
    "contest_id": EvaluationContest,
    "work_type_id": WorkType,
    "filter_id": SavedFilter,
    "duty_id": Duty,
    "token_id": ApiToken,
    "link_id": OpenLink,
    "hook_id": Webhook,
    "account_id": OuterAccount,
    "row_id": GroupRole,
    "source_id": WorkSource,
    "item_id": SourceItem,
}
MAIL = "From: giaoviec@chauthanh.example\nDate: Mon, 02 Mar 2026 07:30:00 +0700\nSubject: Nhac viec\n\nViec can lam.\n"
ZONE = "Asia/Ho_Chi_Minh"


@dataclass
class Things(AccountThings, DirectiveThings, DutyThings, SourceThings):
    """Makes the object that a door's address needs; gives the values of the address and what its form must carry."""

    app: Flask
    office: Office
    count: int = 0

    def make(self, kind: str) -> tuple[dict[str, object], dict[str, object]]:
        """(values of the address, fields of the form) for a new object of this kind."""
        maker: Callable[[Session], tuple[dict[str, object], dict[str, object]]] = getattr(self, f"_{kind}")
        self.count += 1
        with self.app.app_context():
            made = maker(db.session())
            db.session.commit()
        return made

    def give_away(self, values: dict[str, object]) -> None:
        """Let the object belong to another committee, as if it had always been there."""
        with self.app.app_context():
            session = db.session()
            other = Committee(code=f"khac{self.count}", name="UBND khác", timezone=ZONE, created_at=clock.now())
            session.add(other)
            session.flush()
            for name, value in values.items():
                if name in MODELS:
                    session.get_one(MODELS[name], value).committee_id = other.id
            session.commit()

    def _screen(self, _session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {"name": "phone.png"}, {}

    def _task(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return self._address(self._issued(session))

    def _draft(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return self._address(self._drafted(session, "vanthu"))

    def _submitted(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task = self._issued(session)
        given = Result(text="Đã xong.", no_evidence_reason="Kết quả là cuộc họp, đã có mặt đủ.")
        terms = Terms(load(session, self.office.committee_id))
        lifecycle.submit(session, task, result=given, by=self._actor(session, "congchuc"), now=clock.now(), terms=terms)
        return self._address(task)

    def _ladder(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {
            "place": len(policies.load(session, session.get_one(Committee, self.office.committee_id))[0].ladders) - 1
        }, {}

    def _report_schedule(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        timing = Timing(Cadence.MONTHLY, 25, 1, time(15, 0))
        by = session.get_one(Person, self.office.people["vanphong"])
        wish = ReportWish(Filed.SUMMARY, Days.THIS_MONTH, Cutoff.CALENDAR, timing, frozenset({by.id}))
        schedule = sendings.begin(session, self.office.committee_id, wish, by=by, now=clock.now())
        session.flush()
        return {"schedule_id": schedule.id}, {}

    def _work_type(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        said = Said("Báo cáo tuần", clock.now().date())
        made = keeping.add(session, self.office.committee_id, f"B-{self.count}", said, by=None, now=clock.now())
        return {"work_type_id": made.work_type_id}, {}

    def _filter(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        person, name = session.get_one(Person, self.office.people["congchuc"]), f"Bộ lọc {self.count}"
        made = filter_keeping.save(session, person, name, "view=all", is_shared=True, now=clock.now())
        return {"filter_id": made.id}, {"name": name}

    def _follower(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task, person = self._issued(session), self._someone(session)
        followers.give(session, task, [person], by=self._actor(session, "chutich"), now=clock.now())
        return {"task_id": task.id, "person_id": person.id}, {}

    def _declined(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task, by = self._drafted(session, "chutich"), self._actor(session, "truongphong")
        lifecycle.issue(session, task, by=self._actor(session, "chutich"), now=clock.now())
        terms = Terms(load(session, self.office.committee_id))
        lifecycle.decline(session, task, reason="Việc khác.", by=by, now=clock.now(), terms=terms)
        return self._address(task)

    def _asked(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task = self._issued(session)
        later = Moment(clock.now().date() + timedelta(days=40))
        terms, by = Terms(load(session, self.office.committee_id)), self._actor(session, "congchuc")
        extensions.ask(session, task, extensions.Request(later, "Chờ số liệu."), by=by, now=clock.now(), terms=terms)
        return self._address(task)

    def _disputed(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task, by = self._issued(session), self._actor(session, "congchuc")
        disputes.dispute(session, task, about=DisputeAbout.LIMIT, text="Sai ngày.", by=by, now=clock.now())
        return self._address(task)

    def _file(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task = self._issued(session)
        key = f"{self.count:02}abcdef"
        path = evidence.path_of(self.app.extensions["taskapp"].files_dir, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.7")
        file = StoredFile(
            committee_id=self.office.committee_id,
            task_id=task.id,
            key=key,
            name="báo cáo.pdf",
            media_type="application/pdf",
            size=8,
            sha256="0" * 64,
            stored_at=clock.now(),
        )
        session.add(file)
        session.flush()
        return {"file_id": file.id}, {}

    def _person(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {"person_id": self._someone(session).id}, {"role_unit_id": self.office.units["tp"]}

    def _officer(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {"person_id": self._someone(session).id}, {"about": "quality", "text": "Đã đạt yêu cầu.", "reason": ""}

    def _scoring_table(self, _session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {"table": "ranks"}, {}

    def _contest(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        first = clock.now().date() - timedelta(days=900 + self.count)  # one waits for each period
        made = EvaluationContest(
            committee_id=self.office.committee_id,
            person_id=self.office.people["congchuc"],
            first=first,
            last=first,
            as_of=clock.now(),
            about=ContestAbout.QUALITY,
            text="Đã đạt yêu cầu.",
            raised_at=clock.now(),
        )
        session.add(made)
        session.flush()
        return {"contest_id": made.id}, {"verdict": "no", "answer": "Số liệu đúng."}

    def _report_link(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task = self._issued(session)
        officer = session.get_one(Person, self.office.people["congchuc"])
        token = report_links.make(officer, task.id, clock.now().date(), self.app.extensions["taskapp"].secret_key)
        return {"token": token}, self._address(task)[1]

    def _unit(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        return {"unit_id": self.office.units["nv"]}, {"short_name": f"Nội vụ {self.count}"}

    def _absence(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        made = absences.register(
            session,
            self._person_named(session, "congchuc"),
            self._later(days=self.count),
            deputy=self._person_named(session, "congchuc2"),
            reason="nghỉ phép",
            by=self._rights(session, "congchuc"),
            now=clock.now(),
        )
        return {"absence_id": made.id}, {}

    def _delegation(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        leader, delegate = (self._person_named(session, name) for name in ("chutich", "phochutich"))
        paper = delegations.Paper("12/QĐ-UBND", clock.now().date())
        made = delegations.register(
            session,
            leader,
            delegate,
            self._later(self.count),
            paper,
            by=self._rights(session, "chutich"),
            now=clock.now(),
        )
        return {"delegation_id": made.id}, {}

    def _hand_over(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        task = self._issued(session)
        made = handover.hand_over(
            session,
            self._person_named(session, "congchuc"),
            {Key(Handed.WORK, task.id): Wish(self.office.people["congchuc2"], task.version)},
            handover.Reason(HandOverReason.TRANSFER),
            by=self._actor(session, "truongphong"),
            now=clock.now(),
        )
        return {"hand_over_id": made.id}, {}

    def _later(self, days: int) -> Term:
        """One coming day, another for each object."""
        day = clock.now().date() + timedelta(days=30 + days)
        return Term(day, day)

    def _message(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        message = queue.put(
            session,
            committee_id=self.office.committee_id,
            key=f"thing:{self.count}",
            kind="digest",
            person_id=self.office.people["congchuc"],
            to_address="congchuc@chauthanh.example",
            to_name="Nguyễn Thị Ánh Tuyết",
            about=(),
            now=clock.now(),
            not_before=clock.now(),
        )
        message.state, message.finished_at = MessageState.DELIVERED, clock.now()
        message.content = MAIL.encode()
        session.flush()
        return {"message_id": message.id}, {}

    def _channel(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        owner = self._someone(session)
        address = ChannelAddress(
            committee_id=owner.committee_id,
            person_id=owner.id,
            channel=Channel.WEBHOOK,
            address="https://chat.example.vn/x",
            host="chat.example.vn",
            added_at=clock.now(),
            confirmed_at=clock.now(),
        )
        session.add(address)
        session.flush()
        return {"address_id": address.id}, {}

    def _batch(self, session: Session) -> tuple[dict[str, object], dict[str, object]]:
        book = Workbook()
        book.active.append(["STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"])
        book.active.append([1, f"Rà soát hộ tịch, lần {self.count}", "Phòng Tư pháp", "30/06/2026"])
        book.save(stream := BytesIO())
        batch = ImportBatch(
            committee_id=self.office.committee_id,
            by_id=self.office.people["vanphong"],
            made_at=clock.now(),
            file_name="so-theo-doi.xlsx",
            sha256="0" * 64,
            content=stream.getvalue(),
        )
        session.add(batch)
        session.flush()
        return {"batch_id": batch.id}, {"reason": "Nhập nhầm tệp."}

    def _someone(self, session: Session) -> Person:
        unit = session.get_one(Unit, self.office.units["tp"])
        return accounts.create_person(
            session,
            self.office.committee_id,
            username=f"nguoi{self.count}",
            full_name=f"Nguyễn Văn {self.count}",
            unit=unit,
            by=None,
            now=clock.now(),
        )

    def _issued(self, session: Session) -> Task:
        task = self._drafted(session, "chutich")
        lifecycle.issue(session, task, by=self._actor(session, "chutich"), now=clock.now())
        head = self._actor(session, "truongphong")
        officer = session.get_one(Person, self.office.people["congchuc"])
        changes.name_officer(session, task, officer=officer, by=head, now=clock.now())
        session.flush()
        return task

    def _drafted(self, session: Session, username: str) -> Task:
        given = assigning.Assignment(
            content=f"Báo cáo kết quả chứng thực, lần {self.count}",
            leads=[session.get_one(Unit, self.office.units["tp"])],
            due_on=clock.now().date() + timedelta(days=30),
            assigner=session.get_one(Person, self.office.people["chutich"]),
        )
        made = assigning.draft(
            session,
            given,
            by=self._actor(session, username),
            committee_id=self.office.committee_id,
            now=clock.now(),
        )
        session.flush()
        return made[0]

    def _actor(self, session: Session, username: str) -> Actor:
        return Actor(self._rights(session, username), ZONE)

    def _rights(self, session: Session, username: str) -> Rights:
        return rights_of(session, self._person_named(session, username), on=clock.local_day(clock.now(), ZONE))

    def _person_named(self, session: Session, username: str) -> Person:
        return session.get_one(Person, self.office.people[username])

    def _address(self, task: Task) -> tuple[dict[str, object], dict[str, object]]:
        fields = {
            "version": task.version,
            "reason": "Vì công việc thay đổi.",
            "note": "Đang làm.",
            "percent": 40,
            "lead": self.office.units["nv"],
            "officer": self.office.people["congchuc2"],
            "due_on": (clock.now().date() + timedelta(days=45)).strftime("%d/%m/%Y"),
            "next_on": (clock.now().date() + timedelta(days=30)).strftime("%d/%m/%Y"),
            "text": "Đã hoàn thành.",
            "no_evidence_reason": "Kết quả là cuộc họp.",
            "code": "volume",
            "into": task.id,
            "explanation": "Chờ số liệu của các xã.",
            "verdict": "yes",
            "about": "limit",
            "is_upheld": "no",
            "answer": "Số liệu đúng.",
        }
        return {"task_id": task.id}, fields
