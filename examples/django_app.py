"""The ready forms under Django, in one file: python examples/django_app.py runserver"""

from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

import formkit
from formkit.page.assets import asset, asset_names

FOLDER = Path(__file__).parents[1] / "schemas"
NAMES = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")} - {"shared"})
FORMS = {name: formkit.load(FOLDER / f"{name}.schema.json") for name in NAMES}
settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="example", ALLOWED_HOSTS=["*"], DEBUG=True)


def form(request: HttpRequest, name: str) -> HttpResponse:
    pairs = [(key, text) for key, texts in request.POST.lists() for text in texts]
    answers = formkit.submit(FORMS[name], pairs) if request.method == "POST" else None
    if answers and "q" in request.GET:
        return HttpResponse(formkit.render_message(FORMS[name], answers, request.GET["q"]))
    if answers and answers.ok:
        return JsonResponse(answers.answers)
    language = request.GET.get("lang")
    page = formkit.render_page(FORMS[name], answers, language=language, urls={"check": name})
    return HttpResponse(page, status=422 if answers and answers.problems else 200)


def static(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(asset(name).content, content_type=asset(name).media_type)


urlpatterns = [path(f"f/{name}", form, {"name": name}) for name in FORMS]
urlpatterns += [path(f"static/{name}", static, {"name": name}) for name in asset_names()]
app = get_wsgi_application()
if __name__ == "__main__":
    execute_from_command_line()
