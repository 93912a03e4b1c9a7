"""The mail port: a real SMTP server, or the console when none is set."""

import smtplib
import ssl
import sys
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 15


class MailPort(Protocol):
    """``can_send`` False: the messages stay in the outbox, untried."""

    can_send: bool

    def send(self, *, recipient: str, subject: str, body: str) -> None:
        """Deliver one plain-text message. Raises OSError or smtplib.SMTPException."""


class ConsoleMail:
    """Shows the message instead of sending it: for a demonstration and for development."""

    can_send = True

    def send(self, *, recipient: str, subject: str, body: str) -> None:
        line = "─" * 60
        sys.stderr.write(f"{line}\nCourriel pour {recipient} — {subject}\n{body}\n{line}\n")


class NoMail:
    """No server yet: nothing leaves and nothing is lost, the worker leaves the queue alone."""

    can_send = False

    def send(self, *, recipient: str, subject: str, body: str) -> None:
        raise OSError("no mail server is set")


class SmtpMail:
    """``url``: smtp://user:password@host:port, smtp+starttls://… or smtps://…"""

    can_send = True

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._domain = sender.rpartition("@")[2].rstrip(">") or "localhost"

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=TIMEOUT_S, context=context)
        return smtplib.SMTP(host, self._url.port or 25, timeout=TIMEOUT_S)

    def send(self, *, recipient: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, recipient, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._domain)
        message.set_content(body)
        with closing(self._connect()) as smtp:
            if self._url.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
            smtp.send_message(message)
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()  # already accepted: a rude goodbye must not send it twice


def mail_port(smtp_url: str, sender: str) -> MailPort:
    return SmtpMail(smtp_url, sender) if smtp_url else ConsoleMail()
