"""The words of letters about accounts, Chinese and English together."""

from roundtable.kernel.addressees import Addressee
from roundtable.kernel.text import one_line
from roundtable.mail.page import Page


def welcome(to: Addressee, inviter: str, link: str) -> Page:
    """Invite somebody to set their password."""
    name, by = one_line(to.name), one_line(inviter)
    if to.language == "en":
        return Page(
            subject=f"{by} invites you to Roundtable",
            greeting=f"Hello {name},",
            paragraphs=(f"{by} has made an account for you on Roundtable, where our clubs meet.",
                        "Choose a password, and you can begin."),
            act="Set my password",
            link=link,
            after=("The link works once, within two weeks. If it means nothing to you, ignore it.",),
        )  # fmt: skip
    return Page(
        subject=f"{by} 邀请你加入圆桌",
        greeting=f"{name}，你好：",
        paragraphs=(f"{by} 为你在圆桌上创建了账号，各校社团在这里开会。", "设置密码后即可开始使用。"),
        act="设置密码",
        link=link,
        after=("链接两周内有效，只能使用一次。如果你不了解此事，忽略这封邮件即可。",),
    )


def sign_in(to: Addressee, link: str) -> Page:
    """Give somebody the link they asked for."""
    name = one_line(to.name)
    if to.language == "en":
        return Page(
            subject="Your link to sign in",
            greeting=f"Hello {name},",
            paragraphs=("With this link you sign in to Roundtable without a password.",),
            act="Sign in",
            link=link,
            after=("It works once, within 15 minutes. If you did not ask for it, ignore this letter.",),
        )  # fmt: skip
    return Page(
        subject="你的登录链接",
        greeting=f"{name}，你好：",
        paragraphs=("点击下面的链接，无需密码即可登录圆桌。",),
        act="登录",
        link=link,
        after=("链接 15 分钟内有效，只能使用一次。如果不是你本人申请的，忽略这封邮件即可。",),
    )
