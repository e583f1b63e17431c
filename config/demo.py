"""What the pages below `/demo/` share: only demo installations have them, and they run no foreign code."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_request

from config.api.envelope import refusal_response
from config.api.handler import refusal_for

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'{connect}; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
View = Callable[[HttpRequest], HttpResponseBase]
Texts = tuple[Mapping[str, str], Mapping[str, str]]  # English, Chinese
FRAME: Texts = (
    {
        "lang": "en",
        "docs": "API documentation",
        "console": "Console",
        "other": "中文",
        "other_lang": "zh-hans",
    },
    {"lang": "zh-Hans", "docs": "接口文档", "console": "控制台", "other": "English", "other_lang": "en"},
)
PAGES = {
    "/demo/chat": ("Chat", "聊天"),
    "/demo/inbox": ("Inbox", "收件箱"),
    "/demo/phones": ("Phones", "手机"),
}


def only_in_the_demo(view: View) -> View:
    """Elsewhere there is no such path. What goes wrong is answered as the API does."""

    @wraps(view)
    def look(request: HttpRequest) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        try:
            return view(request)
        except Exception as problem:
            return refusal_response(refusal_for(problem))

    return look


def page_of(
    request: HttpRequest, template: str, texts: Texts, context: Mapping[str, Any], *, connect: str = ""
) -> HttpResponse:
    """In the reader's language, or the one that `lang` names. `connect` is one more origin it may talk to."""
    language = request.GET.get("lang") or get_language_from_request(request)
    spoken = int(language.lower().startswith("zh"))
    around = {
        "words": texts[spoken],
        "frame": FRAME[spoken],
        "pages": [(path, names[spoken], path == request.path) for path, names in PAGES.items()],
        "query": f"?lang={FRAME[1 - spoken]['other_lang']}" if "lang" in request.GET else "",
    }
    response = render(request, template, {**around, **context})
    response.headers["Content-Security-Policy"] = POLICY.format(connect=connect and f" {connect}")
    response.headers["Cache-Control"] = "no-store"
    return response
