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


def password_set(to: Addressee, sign_in: str) -> Page:
    """Tell somebody of their new password; nobody could set one unnoticed."""
    name = one_line(to.name)
    if to.language == "en":
        return Page(
            subject="Your password was set",
            greeting=f"Hello {name},",
            paragraphs=("The password of your account on Roundtable was set just now. Other devices are signed out.",),
            act="Sign in",
            link=sign_in,
            after=("If it was not you, have a link mailed to you where you sign in, and set another one.",),
        )  # fmt: skip
    return Page(
        subject="你的密码已设置",
        greeting=f"{name}，你好：",
        paragraphs=("你在圆桌的账号刚刚设置了新密码，其他设备已退出登录。",),
        act="登录",
        link=sign_in,
        after=("如果不是你本人操作，请在登录页申请邮件链接，登录后重新设置密码。",),
    )
