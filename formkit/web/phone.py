"""What the script of a page needs to know: its words, where it stands, how long a draft is kept."""

from markupsafe import Markup

from formkit.language import N_, Translator
from formkit.page.place import branch_data

# What the script says, by the names that it has for it; `%(name)s` is filled in on the phone.
_WORDS = {
    "saved": N_("Kept on this device at %(time)s"),
    "poorly": N_("This browser keeps drafts for a short time only. Please finish and send soon."),
    "unkept": N_("This browser keeps nothing. Please leave this page open until the form is sent."),
    "plain": N_("Without a network it can't be opened again, so please leave it open."),
    "inapp": N_("To open it without a network, choose “Open in browser” in the menu of this app."),
    "full": N_("There is no room on this device. Please leave this page open and send it soon."),
    "parted": N_("This form was opened elsewhere too. What stands here is a form of its own now."),
    "offline": N_("This needs a network. Everything typed stays as it is."),
    "sending": N_("Sending…"),
    "problems": N_("Places that need another look: %(count)s. A network is needed to see them."),
    "waits": N_("Kept on this device, to be sent when there is a network"),
    "goes": N_("When there is a network, please open this page again: the form goes by itself."),
    "refused": N_("Kept on this device, but not accepted"),
    "clash": N_("This form was sent already, with other answers."),
    "next": N_("Fill in the next form"),
    "drop": N_("Delete"),
    "dropping": N_("Delete “%(name)s” from this device? It can't be brought back."),
    "retry": N_("Send now"),
    "again": N_("Open as a new form"),
    "file": N_("Save to a file"),
    "resume": N_("Go on"),
    "code": N_("Code %(code)s"),
    "unsent": N_("%(count)s not sent yet"),
    "drafts": N_("%(count)s begun"),
    "sent": N_("%(count)s sent"),
    "wipe": N_("Delete everything on this device"),
    "wiping": N_("Delete all that is on this device (%(count)s)? What isn't sent is lost."),
    "newer": N_("There is a newer version of this form."),
    "renew": N_("Take the newer one"),
}


def head(say: Translator, prefix: str, static: str, days: int) -> Markup:
    """All that the script of a page needs to know, as HTML.

    `prefix` stands before every path of this host, `static` is where its files lie, and a draft
    is kept for so many `days`.
    """
    words = {name: say.gettext(text) for name, text in _WORDS.items()}
    told = {"words": words, "days": days, "base": prefix, "rest": f"{static}/more.js"}
    return Markup("<meta name=formkit content='{}'>").format(branch_data(told))


def script(static: str) -> str:
    """The address of the script of every page that people come to: formkit's, and ours in it."""
    return f"{static}/fill.js"
