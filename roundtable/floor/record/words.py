"""The words of a sheet, in both languages: what a spreadsheet shows, where no client translates."""

from collections.abc import Mapping
from typing import Final

from roundtable.floor.resources import RecordLanguage

Words = Mapping[RecordLanguage, str]


def _said(zh: str, en: str) -> Words:
    return {"zh-CN": zh, "en": en}


COLUMNS: Final[Mapping[str, Words]] = {
    "at": _said("时间", "Time"),
    "item": _said("议题", "Item"),
    "what": _said("内容", "What"),
    "name": _said("姓名", "Name"),
    "club": _said("社团", "Club"),
    "kind": _said("类型", "Kind"),
    "text": _said("说明", "Line"),
    "asked_at": _said("登记时间", "Asked"),
    "began_at": _said("开始", "From"),
    "ended_at": _said("结束", "To"),
    "spoken": _said("发言秒数", "Seconds spoken"),
    "limit": _said("时限（秒）", "Limit (s)"),
    "over": _said("超时（秒）", "Overtime (s)"),
    "ending": _said("结果", "Outcome"),
    "by": _said("操作人", "By"),
    "notes": _said("备注", "Notes"),
}

KINDS: Final[Mapping[str, Words]] = {
    "point_of_order": _said("程序问题", "Point of order"),
    "clarifying_question": _said("澄清提问", "Clarifying question"),
    "reply": _said("回应", "Reply"),
    "topic": _said("新话题", "Topic"),
}

LINES: Final[Mapping[str, Words]] = {
    "turn": _said("发言", "Turn"),
    "entry": _said("未发言", "Did not speak"),
    "written": _said("书面发言", "Written contribution"),
}

OUTCOMES: Final[Mapping[str, Words]] = {
    "": _said("正在发言", "Has the floor"),
    "done": _said("发言完毕", "Done"),
    "time": _said("时间到", "Time over"),
    "moderator": _said("由主持人结束", "Ended by the moderator"),
    "left": _said("离开", "Left"),
    "session": _said("会议结束", "Session over"),
    "withdrawn": _said("自行撤回", "Withdrawn"),
    "removed": _said("由主持人移出", "Removed by the moderator"),
    "role": _said("不再有发言资格", "May no longer speak"),
    "cleared": _said("队列已清空", "Queue cleared"),
    "last_word": _said("最后陈词，队列清空", "Last word, queue cleared"),
    "carried": _said("带到下一场", "Carried over"),
    "written": _said("改为书面发言", "Taken in writing"),
    "waiting": _said("等待中", "Waiting"),
    "extend": _said("延长", "Extended"),
    "carry": _said("带到下一场", "Carried over"),
    "write": _said("改为书面发言", "Taken in writing"),
    "absent": _said("发言人掉线", "Speaker absent"),
    "interposed": _said("插入提问", "Interposed question"),
}

ACTS: Final[Mapping[str, Words]] = {
    "edited": _said("修改说明", "Line edited"),
    "deferred": _said("让后", "Deferred"),
    "moved": _said("调整顺序", "Moved"),
    "rekinded": _said("更改类型", "Kind changed"),
    "cleared": _said("清空队列", "Queue cleared"),
    "closed": _said("截止登记", "List closed"),
    "reopened": _said("重新开放登记", "List reopened"),
    "last_call": _said("最后登记", "Last call"),
    "paused": _said("暂停", "Paused"),
    "resumed": _said("继续", "Resumed"),
    "extended": _said("延长发言", "Turn extended"),
    "missed": _said("发言人未返回", "Speaker missed"),
    "awaited": _said("继续等待发言人", "Waited for the speaker"),
    "mode_set": _said("更改发言模式", "Mode set"),
    "configured": _said("更改发言设置", "Settings changed"),
    "presenter_set": _said("请上台", "Put on stage"),
    "presenter_unset": _said("请下台", "Taken off stage"),
    "gavel_passed": _said("移交主持权", "Gavel passed"),
    "gavel_laid_down": _said("主持权空缺", "Nobody holds the gavel"),
    "gavel_offered": _said("提供主持权", "Gavel offered"),
    "supported": _said("社团支持", "Club supports"),
    "unsupported": _said("撤回支持", "Support withdrawn"),
    "item_added": _said("添加议题", "Item added"),
    "item_edited": _said("修改议题", "Item edited"),
    "item_moved": _said("移动议题", "Item moved"),
    "item_removed": _said("删除议题", "Item removed"),
    "item_started": _said("开始议题", "Item started"),
    "item_extended": _said("延长议题", "Item extended"),
    "item_closed": _said("结束议题", "Item closed"),
    "overhang_shared": _said("分摊超时", "Overhang shared out"),
    "venue_opened": _said("开设分会场", "Sub-venue opened"),
    "venue_closed": _said("结束分会场", "Sub-venue closed"),
    "attendee_added": _said("分会场人员加入", "Attendee added"),
    "attendee_removed": _said("分会场人员离开", "Attendee removed"),
}

MODES: Final[Mapping[str, Words]] = {
    "open": _said("自由发言", "Open"),
    "moderated": _said("主持人控场", "Moderated"),
    "round": _said("轮流汇报", "Report round"),
    "stage": _said("舞台", "Stage"),
}

NOTES: Final[Mapping[str, Words]] = {
    "while_closed": _said("登记截止期间提出", "asked while the list was closed"),
    "interposed": _said("插入他人发言", "interposed"),
    "out_of_order": _said("不按顺序叫到", "called out of order"),
    "last_word": _said("最后陈词", "last word"),
    "text_turn": _said("文字发言", "in writing"),
    "entered_by": _said("由 {name} 登记", "entered by {name}"),
    "extended": _said("延长 {seconds} 秒", "extended by {seconds} s"),
    "supports": _said("支持：{clubs}", "supported by {clubs}"),
    "seconds": _said("{seconds} 秒", "{seconds} s"),
    "before": _said("移到 {name} 之前", "before {name}"),
    "was": _said("原为 {kind}", "was {kind}"),
}
