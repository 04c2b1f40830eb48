"""What the person at the terminal is told, in Chinese or in English."""

import os
from collections.abc import Mapping
from typing import Final, Literal

from roundtable.http.listeners import is_loopback
from roundtable.settings import Settings

Language = Literal["zh", "en"]

_SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "ready": {
        "en": "Roundtable is ready. Open {url}",
        "zh": "圆桌已就绪，请打开 {url}",
    },
    "first_start": {
        "en": "Roundtable is ready. Make the first account: {url}",
        "zh": "圆桌已就绪，请打开链接创建第一个账号：{url}",
    },
    "no_https": {
        "en": "Warning: others reach this server without HTTPS, so their browsers give them neither microphone nor "
        "camera. Set ROUNDTABLE_TLS_CERT and ROUNDTABLE_TLS_KEY, or put a reverse proxy before it and set "
        "ROUNDTABLE_PUBLIC_URL.",
        "zh": "注意：他人访问本服务器时没有 HTTPS，浏览器将不允许使用麦克风和摄像头。"
        "请设置 ROUNDTABLE_TLS_CERT 和 ROUNDTABLE_TLS_KEY，或使用反向代理并设置 ROUNDTABLE_PUBLIC_URL。",
    },
    "port_taken": {
        "en": "Port {port} is in use by another program. Stop it, or choose another port: {name}={other}",
        "zh": "端口 {port} 已被其他程序占用。请停止该程序，或换一个端口：{name}={other}",
    },
    "no_such_address": {
        "en": "This machine cannot listen on {address}. See ROUNDTABLE_HOST.",
        "zh": "本机无法监听 {address}，请检查 ROUNDTABLE_HOST。",
    },
    "database_unavailable": {
        "en": "The database does not answer: {address}. See ROUNDTABLE_DATABASE_URL.",
        "zh": "数据库没有响应：{address}，请检查 ROUNDTABLE_DATABASE_URL。",
    },
    "bad_certificate": {
        "en": "The certificate or its key cannot be read: {reason}. See ROUNDTABLE_TLS_CERT and ROUNDTABLE_TLS_KEY.",
        "zh": "无法读取证书或密钥：{reason}，请检查 ROUNDTABLE_TLS_CERT 和 ROUNDTABLE_TLS_KEY。",
    },
    "settings_wrong": {
        "en": "A setting is wrong: {reason}. See `roundtable settings`.",
        "zh": "设置有误：{reason}，请参阅 `roundtable settings`。",
    },
    "stopping": {
        "en": "Stopping. People are told, and come back by themselves.",
        "zh": "正在停止。参会者已收到通知，服务器重启后会自动重新连接。",
    },
}


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Choose the language of the terminal's locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def sentence(about: str, **values: str | int) -> str:
    """Say something in the language of the terminal."""
    return _SENTENCES[about][language()].format(**values)


def address(settings: Settings) -> str:
    """Return the address to click on at this machine, or the public one if it was set."""
    if settings.public_url:
        return settings.public_url
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if settings.tls_cert else "http"
    usual = 443 if settings.tls_cert else 80
    return f"{scheme}://{shown}" if settings.port == usual else f"{scheme}://{shown}:{settings.port}"


def lacks_https(settings: Settings) -> bool:
    """Say whether people on other machines reach us without HTTPS."""
    return not settings.has_https and not (is_loopback(settings.host) and settings.public_url is None)
