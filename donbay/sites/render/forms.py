"""Forms as markup: the same for the page and for the edge's answer when something is missing."""

from __future__ import annotations

from collections.abc import Mapping

from donbay.kit.money import format_vnd
from donbay.sites import artwork
from donbay.sites.forms import ValueProblem
from donbay.sites.render.markup import el, esc, join, void
from donbay.sites.types import CONTEXT_TOKEN, HONEYPOT, ONCE_TOKEN, FormField, FormSpec

_AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "address": "street-address"}
_INPUT_TYPE = {"email": "email", "phone": "tel"}
_PAYMENT = {
    "cod": ("Thanh toán khi nhận hàng", "Trả tiền mặt cho người giao (COD)"),
    "bank": ("Chuyển khoản ngân hàng", "Quét mã VietQR sau khi đặt"),
}
_SOLD_OUT = "Sản phẩm tạm hết hàng nên chưa nhận đơn. Mời bạn quay lại sau."
_NOT_SOLD = "Sản phẩm đã ngừng bán nên trang này không nhận đơn nữa."
_NOTHING: Mapping[str, str] = {}
_NO_PROBLEMS: Mapping[str, ValueProblem] = {}


def hidden_inputs(version: int) -> str:
    """Return what travels unseen: the one-time id, the visit, the version, the honeypot."""
    return (
        f'<input type="hidden" name="client_id" value="{ONCE_TOKEN}">'
        f'<input type="hidden" name="_ctx" value="{CONTEXT_TOKEN}">'
        f'<input type="hidden" name="_v" value="{version}">' + honeypot()
    )


def honeypot() -> str:
    """Return the field that only machines fill in."""
    inner = f'<input name="{HONEYPOT}" tabindex="-1" autocomplete="off">'
    return f'<div class="hp" aria-hidden="true"><label>Để trống ô này {inner}</label></div>'


def action_path(spec: FormSpec, page_id: str) -> str:
    """Return where a form posts to on the edge."""
    return f"/{'_f' if spec.kind == 'lead' else '_o'}/{page_id}/{spec.form_id}"


def render_form(
    spec: FormSpec,
    *,
    action: str,
    hidden: str,
    heading: str = "",
    pictures: Mapping[str, str] = _NOTHING,
    classes: str = "fm b-white",
    values: Mapping[str, str] = _NOTHING,
    problems: Mapping[str, ValueProblem] = _NO_PROBLEMS,
    extra: str = "",
) -> str:
    """Return a whole form; `heading` and `pictures` (by product id) are ready markup."""
    scribe = _Scribe(spec, values, problems)
    inner = join(
        [
            hidden,
            extra,
            _head(spec, heading),
            scribe.items(pictures),
            scribe.questions(),
            scribe.payment(),
            f'<p class="dl">{esc(spec.delivery)}</p>' if spec.delivery else "",
            scribe.voucher(),
            scribe.consent(),
            el("button", esc(spec.submit_label), class_="btn btn-solid btn-lg", type="submit"),
            f'<p class="nt">{spec.note}</p>' if spec.note else "",
        ]
    )
    label = f"t-{spec.form_id}" if heading else None
    name = None if heading else (spec.title or spec.submit_label)
    return el(
        "form",
        inner,
        class_=classes,
        id=f"f-{spec.form_id}",
        method="post",
        action=action,
        aria_labelledby=label,
        aria_label=name,
    )


def render_sold_out(
    spec: FormSpec, *, heading: str = "", pictures: Mapping[str, str] = _NOTHING
) -> str:
    """Return what stands in a checkout's place while nothing in it can be ordered."""
    words = _SOLD_OUT if spec.products else _NOT_SOLD
    inner = join(
        [
            el("div", heading, class_="fm-h") if heading else "",  # its text asks to fill it in
            _Scribe(spec, _NOTHING, _NO_PROBLEMS).items(pictures),
            f'<p class="dl">{words}</p>',
        ]
    )
    return el("div", inner, class_="fm b-white", id=f"f-{spec.form_id}")


def render_retry(
    spec: FormSpec,
    action: str,
    hidden: str,
    values: Mapping[str, str],
    problems: Mapping[str, ValueProblem],
    *,
    message: str = "",
    language: str = "vi",
) -> str:
    """Return the form again for the shell's body: what was typed kept, each problem named.

    `hidden` is ready markup for the hidden inputs, with a one-time id already in it; `message`
    is a plain sentence about the whole form (out of stock, wrong voucher).
    """
    lines = [message] if message else []
    lines += [problem.vi if language == "vi" else problem.en for problem in problems.values()]
    summary = join(el("p", esc(line)) for line in lines)
    heading = el("h2", esc(spec.title), class_="h-3", id=f"t-{spec.form_id}") if spec.title else ""
    return render_form(
        spec,
        action=action,
        hidden=hidden,
        heading=heading,
        pictures=_small_pictures(spec),
        values=values,
        problems=problems,
        extra=f'<div class="fm-er" role="alert">{summary}</div>' if lines else "",
    )


def _small_pictures(spec: FormSpec) -> dict[str, str]:
    """Return each product's picture beside its quantity, or the drawing that stands for one."""
    return {
        str(product["id"]): void("img", src=f"/media/{product['image_key']}", alt="")
        if product.get("image_key")
        else artwork.inline("product-serum", f"{spec.form_id}-{number}", ' aria-hidden="true"')
        for number, product in enumerate(spec.products)
    }


class _Scribe:
    def __init__(
        self, spec: FormSpec, values: Mapping[str, str], problems: Mapping[str, ValueProblem]
    ) -> None:
        self.spec = spec
        self.values = values
        self.problems = problems

    def questions(self) -> str:
        """Return every question with its label, in order."""
        if self.spec.kind != "checkout":
            return join(self._question(each) for each in self.spec.fields)
        name, phone, *rest = self.spec.fields
        pair = el("div", self._question(name) + self._question(phone), class_="two")
        return pair + join(self._question(each) for each in rest)

    def items(self, pictures: Mapping[str, str]) -> str:
        """Return the products of a checkout with a quantity each."""
        first = next((each["id"] for each in self.spec.products if not each.get("sold_out")), "")
        return join(
            self._item(product, pictures.get(product["id"], ""), first=product["id"] == first)
            for product in self.spec.products
        )

    def payment(self) -> str:
        """Return the ways to pay; the first is chosen."""
        if not self.spec.payment_methods:
            return ""
        chosen = self.values.get("payment_method", self.spec.payment_methods[0])
        choices = join(self._way(way, way == chosen) for way in self.spec.payment_methods)
        return el("fieldset", el("legend", "Cách thanh toán") + choices, class_="pay")

    def voucher(self) -> str:
        """Return the field for a voucher code."""
        if not self.spec.voucher:
            return ""
        return self._question(FormField("voucher_code", "text", "Mã ưu đãi (nếu có)"))

    def consent(self) -> str:
        """Return the consent box: never ticked by us."""
        if self.spec.consent is None:
            return ""
        return self._box("consent", self.spec.consent.text, required=False)

    def _item(self, product: Mapping[str, object], picture: str, *, first: bool) -> str:
        name, price, was = str(product["name"]), product["price"], product.get("compare_price")
        old = f"<s>{format_vnd(was)}</s>" if isinstance(was, int) and was > int(str(price)) else ""
        text = el("strong", esc(name)) + f'<p class="pr">{format_vnd(int(str(price)))}{old}</p>'
        image = el("div", picture, class_="it-im", aria_hidden="true")
        if product.get("sold_out"):
            out = el("p", "Tạm hết hàng", class_="out")
            return el("div", image + el("div", text) + out, class_="it")
        key = f"qty_{product['id']}"
        quantity = void(
            "input",
            type="number",
            name=key,
            id=f"{self.spec.form_id}-{key}",
            min="0",
            max="99",
            step="1",
            inputmode="numeric",
            value=self.values.get(key, "1" if first else "0"),
            aria_label=f"Số lượng {name}",
        )
        return el("div", image + el("div", text) + el("div", quantity), class_="it")

    def _way(self, way: str, chosen: bool) -> str:
        title, hint = _PAYMENT[way]
        radio = void("input", type="radio", name="payment_method", value=way, checked=chosen)
        return el("label", radio + el("span", f"{title}<small>{hint}</small>"))

    def _question(self, question: FormField) -> str:
        if question.type == "checkbox":
            return self._box(question.key, esc(question.label), required=question.required)
        mark = '<span class="req" aria-hidden="true">*</span>' if question.required else ""
        label = el("label", esc(question.label) + mark, for_=self._id(question.key))
        control = self._control(question)
        return el("div", label + control + self._problem(question.key), class_="f")

    def _control(self, question: FormField) -> str:
        problem = self.problems.get(question.key)
        common: dict[str, str | bool | None] = {
            "name": question.key,
            "id": self._id(question.key),
            "required": question.required,
            "class": "bad" if problem else None,
            "aria-invalid": "true" if problem else None,
            "aria-describedby": f"{self._id(question.key)}-e" if problem else None,
            "autocomplete": _AUTOCOMPLETE.get(question.type),
        }
        value = self.values.get(question.key, "")
        hint = question.placeholder or None
        if question.type == "select":
            return el("select", _options(question, value), **common)
        if question.type == "textarea":
            return el(
                "textarea", esc(value), rows="3", maxlength="5000", placeholder=hint, **common
            )
        return void(
            "input",
            type=_INPUT_TYPE.get(question.type, "text"),
            maxlength="500",
            placeholder=hint,
            value=value or None,
            **common,
        )

    def _box(self, key: str, text: str, *, required: bool) -> str:
        box = void(
            "input",
            type="checkbox",
            name=key,
            id=self._id(key),
            value="1",
            required=required,
            checked=self.values.get(key) == "1",
        )
        label = el("label", text, for_=self._id(key))
        return el("div", box + label, class_="ck") + self._problem(key)

    def _problem(self, key: str) -> str:
        problem = self.problems.get(key)
        if problem is None:
            return ""
        return el("p", esc(problem.vi), class_="er", id=f"{self._id(key)}-e")

    def _id(self, key: str) -> str:
        return f"{self.spec.form_id}-{key}"


def _head(spec: FormSpec, heading: str) -> str:
    text = f"<p>{spec.description}</p>" if spec.description else ""
    return el("div", heading + text, class_="fm-h") if heading or text else ""


def _options(question: FormField, chosen: str) -> str:
    empty = el("option", esc(question.placeholder or "Chọn…"), value="")
    if not question.placeholder and chosen:
        empty = '<option value="">Chọn…</option>'
    return empty + join(
        el("option", esc(option), selected=option == chosen) for option in question.options
    )
