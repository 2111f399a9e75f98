"""How forms look and speak: the template pack `dads` and the order of the デジタル庁デザインシステム."""

import re

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template


class Recording(forms.Form):
    number = forms.CharField(
        label="職員番号", help_text="先頭の0も入力します。", error_messages={"required": "職員番号を入力してください。"}
    )
    method = forms.ChoiceField(
        label="受講方法",
        help_text="一つ選びます。",
        choices=[("class", "課内研修"), ("paper", "書面")],
        widget=forms.RadioSelect,
        error_messages={"required": "受講方法を選んでください。"},
    )
    audience = forms.MultipleChoiceField(
        label="対象者",
        choices=[("1", "正規"), ("2", "派遣・委託")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="所見", widget=forms.Textarea(attrs={"class": "input--full"}), required=False)
    sheet = forms.FileField(label="出席簿", required=False)
    agreed = forms.BooleanField(label="確認しました", error_messages={"required": "確認してください。"})
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Period(forms.Form):
    begin = forms.CharField(label="開始日")
    end = forms.CharField(label="終了日")

    def clean(self):
        raise forms.ValidationError("終了日は、開始日より後にしてください。")


def render(source: str, **context: object) -> BeautifulSoup:
    template = Template("{% load crispy_forms_tags %}" + source)
    return BeautifulSoup(template.render(Context(context)), "html.parser")


def rendered(form: forms.Form) -> BeautifulSoup:
    return render("{{ form|crispy }}", form=form)


def classes_of(parts: list[Tag]) -> list[str]:
    return [part["class"][0] for part in parts]


def field_of(page: BeautifulSoup, control_id: str) -> Tag:
    return page.find(id=control_id).find_parent(class_="field")


def test_a_field_reads_label_support_control_error_in_this_order():
    field = field_of(rendered(Recording({})), "id_number")
    parts = field.find_all(["label", "p", "input", "div"], recursive=False)
    assert [(part.name, part["class"][-1]) for part in parts] == [
        ("label", "field__label"), ("p", "field__support"), ("input", "input"), ("div", "field__error"),
    ]  # fmt: skip
    assert parts[0]["for"] == "id_number"


def test_a_group_reads_legend_support_choices_error_in_this_order():
    group = field_of(rendered(Recording({})), "id_method_0")
    assert group.name == "fieldset"
    parts = group.find_all(["legend", "p", "div"], recursive=False)
    assert classes_of(parts) == ["field__label", "field__support", "choices", "field__error"]


def test_every_choice_has_its_own_label():
    page = rendered(Recording())
    labels = {label["for"]: label.get_text(strip=True) for label in page.select(".choices label")}
    assert labels == {
        "id_method_0": "課内研修", "id_method_1": "書面", "id_audience_0": "正規", "id_audience_1": "派遣・委託",
    }  # fmt: skip
    assert all(page.find(id=name)["type"] in {"radio", "checkbox"} for name in labels)


def test_beside_every_label_stands_whether_it_is_needed():
    page = rendered(Recording())
    marks = {
        name: field_of(page, name).select_one(".need").get_text() for name in ("id_number", "id_note", "id_agreed")
    }
    assert marks == {"id_number": "※必須", "id_note": "※任意", "id_agreed": "※必須"}
    assert field_of(page, "id_audience_0").legend.select_one(".need").get_text() == "※任意"


def test_an_error_begins_with_an_asterisk_and_the_control_says_so():
    control = rendered(Recording({})).find(id="id_number")
    error = control.find_next(id="id_number_error")
    assert error.get_text(strip=True) == "＊職員番号を入力してください。"
    assert control["aria-invalid"] == "true"


def test_the_control_is_described_by_its_error_first_and_then_by_its_support_text():
    page = rendered(Recording({}))
    assert page.find(id="id_number")["aria-describedby"] == "id_number_error id_number_helptext"
    assert field_of(page, "id_method_0")["aria-describedby"] == "id_method_error id_method_helptext"
    assert page.find(id="id_agreed")["aria-describedby"] == "id_agreed_error"


@pytest.mark.parametrize("data", [None, {}])
def test_every_description_points_to_a_text_on_the_page(data):
    page = rendered(Recording(data))
    pointed = [name for part in page.select("[aria-describedby]") for name in part["aria-describedby"].split()]
    assert "id_number_helptext" in pointed
    assert [name for name in pointed if page.find(id=name) is None] == []


def test_a_field_without_error_and_support_has_no_description():
    control = rendered(Recording()).find(id="id_note")
    assert not control.has_attr("aria-describedby")
    assert not control.has_attr("aria-invalid")


def test_the_author_s_width_is_kept_beside_the_look_of_a_control():
    assert {"input", "input--full"} <= set(rendered(Recording()).find(id="id_note")["class"])


def test_rendering_twice_gives_the_same_page():
    form = Recording({})
    assert str(rendered(form)) == str(rendered(form))


def test_the_summary_names_every_error_and_leads_to_its_field():
    page = rendered(Recording({}))
    links = page.select(".error-summary a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#id_number", "職員番号：職員番号を入力してください。"),
        ("#id_method_0", "受講方法：受講方法を選んでください。"),
        ("#id_agreed", "確認しました：確認してください。"),
    ]
    assert all(page.find(id=link["href"][1:]).name == "input" for link in links)


def test_the_summary_comes_first_and_takes_the_focus():
    page = rendered(Recording({}))
    summary = page.select_one("*")
    assert summary["class"] == ["error-summary"]
    assert summary["tabindex"] == "-1"
    assert summary.has_attr("autofocus")
    assert page.find(id=summary["aria-labelledby"]).get_text(strip=True) == "入力の内容に誤りがあります"


def test_what_is_wrong_between_fields_stands_in_the_summary():
    page = rendered(Period({"begin": "2", "end": "1"}))
    assert [item.get_text() for item in page.select(".error-summary li")] == ["終了日は、開始日より後にしてください。"]


def test_a_form_that_was_not_sent_shows_no_error():
    page = rendered(Recording())
    assert page.select(".error-summary, .field__error, [aria-invalid]") == []


def test_nothing_has_a_placeholder_or_is_disabled_or_carries_a_style():
    page = rendered(Recording({}))
    assert page.select("[placeholder], [disabled], [readonly], [style], script, style") == []


def test_hidden_fields_have_no_label():
    page = rendered(Recording())
    assert page.find(id="id_token").find_parent(class_="field") is None
    assert page.find("label", attrs={"for": "id_token"}) is None


def test_a_whole_form_leaves_the_checking_to_us_and_can_carry_files():
    form = Recording({})
    form.helper = FormHelper()
    form.helper.add_input(Submit("", "記録する"))
    whole = render("{% crispy form %}", form=form, csrf_token="known").form
    assert whole["method"] == "post"
    assert whole["enctype"] == "multipart/form-data"
    assert whole.has_attr("novalidate")
    assert whole.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"] == "known"
    assert whole.button["class"] == ["button"]
    assert whole.button.get_text() == "記録する"


def test_a_whole_form_with_a_layout_groups_its_fields_and_shows_one_summary():
    form = Period({"begin": "", "end": "1"})
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("実施期間", "begin", "end"))
    page = render("{% crispy form %}", form=form)
    assert page.select_one("fieldset > legend").get_text() == "実施期間"
    assert [control["name"] for control in page.select("fieldset .field input")] == ["begin", "end"]
    assert len(page.select(".error-summary")) == 1


def test_a_set_of_forms_keeps_the_ids_of_its_forms_apart():
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-begin": "1", "form-1-begin": "2"}
    page = rendered(forms.formset_factory(Period)(sent))
    ids = [part["id"] for part in page.select("[id]")]
    assert {"id_form-0-begin", "id_form-1-begin", "id_form-TOTAL_FORMS"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert len(page.select(".error-summary")) == 2


def test_a_filter_form_is_sent_by_get_and_has_no_need_marks():
    page = render('{% include "components/filter_form.html" %}', form=Period())
    assert page.form["method"] == "get"
    assert page.select(".need") == []
    assert re.sub(r"\s", "", page.get_text()) == "開始日終了日表示する"
